import { isCarecastError } from "@carecast/adapter";

import type { Order } from "./begin-message.ts";
import type { StoredMessage } from "./chain-documents.ts";
import type { Desk } from "./desk.ts";
import { isSameMessage } from "./live-alert.ts";
import { isLive, mayReach, readThreads, type Thread } from "./old-threads.ts";
import type { Facts } from "./take-note.ts";

/** A name of a thread that no other one has. */
export function threadName({ publicationId, channel, language = "" }: Omit<Thread, "deliveries">): string {
  return [publicationId, channel, language].join(" ");
}

/**
 * Puts a correction in the place of the last message, where the network can, and resolves with the threads in which all of it
 * was changed. What does not fit there becomes a post of its own.
 */
export async function editOld<Name extends string>(
  desk: Desk<Name>,
  order: Order<Name>,
  old: StoredMessage | undefined,
): Promise<Facts | undefined> {
  if (!old || !order.options.edit) return undefined;
  const threads = (await readThreads(desk, [old])).filter(mayReach);
  const perChannel = [...Map.groupBy(threads, ({ channel }) => channel).values()];
  // Channel by channel: one that refuses must not keep the others from it.
  const edited = await Promise.all(perChannel.map((some) => editChannel(desk, order, some)));
  return { edited: edited.flat() };
}

async function editChannel<Name extends string>(
  { care }: Desk<Name>,
  { content, options }: Order<Name>,
  threads: readonly Thread<Name>[],
): Promise<readonly string[]> {
  const { approval, override, signal } = options;
  const [first] = threads;
  // One whose outcome is unknown cannot be changed, so the channel gets a post.
  if (!first || !threads.every(isLive)) return [];
  try {
    const report = await care.revise(first.publicationId, content, {
      channels: [first.channel],
      ...(approval !== undefined && { approval }),
      ...(override && { override }),
      ...(signal && { signal }),
    });
    const ids = new Set(report.ok ? report.deliveries.map(({ id }) => id) : []);
    const isEdited = threads.every(({ deliveries }) => deliveries.every(({ id }) => ids.has(id)));
    return isEdited ? threads.map(threadName) : [];
  } catch (error) {
    if (isCarecastError(error) && error.code === "invalid-post") return [];
    throw error;
  }
}

/** Takes the posts of the messages that are referred to from the networks that can. The rest is in the report. */
export async function removeOld<Name extends string>(
  { care }: Desk<Name>,
  { alert, options }: Order<Name>,
  older: readonly StoredMessage[],
): Promise<undefined> {
  const { remove, by, reason, signal } = options;
  if (!remove) return undefined;
  const wrong = older.filter((message) => alert.references?.some((reference) => isSameMessage(message, reference)));
  for (const { publicationId } of wrong)
    if ((await care.deliveries({ publicationId })).length > 0)
      await care.retract(publicationId, { by, reason: `${remove}: ${reason}`, ...(signal && { signal }) });
  return undefined;
}
