import { isCarecastError } from "@carecast/adapter";

import type { Order } from "./begin-message.ts";
import { pointerContent } from "./alert-content.ts";
import { pointerId } from "./call-off.ts";
import type { StoredMessage, StoredReach } from "./chain-documents.ts";
import { threadName } from "./change-old.ts";
import type { Desk } from "./desk.ts";
import { isSevere } from "./live-alert.ts";
import { isLive, isUndecided, type Thread } from "./old-threads.ts";

/** Why there is no pointer under an old post, by the name of its thread; those that have one are not in it. */
export type Unpointed = ReadonlyMap<string, string>;

/**
 * Puts a few fixed words under every old post that is live, in its language. A network that cannot answer its own posts, or
 * fails, keeps none of the others from it.
 */
export async function pointToNew<Name extends string>(
  desk: Desk<Name>,
  order: Order<Name>,
  message: StoredMessage,
  threads: readonly Thread<Name>[],
): Promise<Unpointed> {
  const { edited = [] } = message;
  const pointable = threads.filter((thread) => isLive(thread) && !edited.includes(threadName(thread)));
  const results = await Promise.all(
    pointable.map(async (thread) => [threadName(thread), await point(desk, order, message, thread)] as const),
  );
  return new Map(results.flatMap(([name, why]) => (why === undefined ? [] : [[name, why] as const])));
}

/** Resolves with the reason where there is no pointer. */
async function point<Name extends string>(
  { care, writing }: Desk<Name>,
  { alert, kind, options }: Order<Name>,
  message: StoredMessage,
  thread: Thread<Name>,
): Promise<string | undefined> {
  const { channel, deliveries, language = alert.info[0]?.language ?? "en-US" } = thread;
  const receipt = deliveries[0]?.receipt;
  if (kind === "alert") return undefined;
  if (!receipt) return "The network gave no id that could be answered.";
  const url = findUrl(message.reached ?? [], channel, language);
  const pointer = {
    channel,
    language,
    kind,
    sent: alert.sent,
    isEmergency: isSevere(alert),
    ...(url !== undefined && { url }),
  };
  try {
    const report = await care.publish(pointerContent(pointer, writing), {
      id: await pointerId(message, thread),
      channels: [channel],
      replyTo: { [channel]: receipt } as Partial<Record<Name, typeof receipt>>,
      ...(options.signal && { signal: options.signal }),
    });
    return report.deliveries.find(isMissing)?.error?.message;
  } catch (error) {
    // The ledger and an abort concern everything; what one channel refuses concerns it alone.
    if (isCarecastError(error) && error.code !== "ledger") return error.message;
    throw error;
  }
}

function isMissing({ state }: { readonly state: Thread["deliveries"][number]["state"] }): boolean {
  return state === "unknown" || !(isUndecided(state) || state === "delivered" || state === "accepted");
}

/** The new post itself, or where it has no address there, the same post elsewhere. */
function findUrl(reached: readonly StoredReach[], channel: string, language: string): string | undefined {
  const withUrl = reached.filter(({ url }) => url !== undefined);
  const here = withUrl.filter((reach) => reach.channel === channel);
  const spoken = (reach: StoredReach): boolean => reach.language === language;
  return (here.find(spoken) ?? here[0] ?? withUrl.find(spoken))?.url;
}
