import { LedgerError } from "@carecast/adapter";

import type { Report } from "../../publish/report.ts";
import type { AlertStep } from "./alert-chain.ts";
import type { AlertReport } from "./alert-report.ts";
import {
  beginMessage,
  publishOptions,
  refuseBlocked,
  refuseSuperseded,
  type Begun,
  type Order,
} from "./begin-message.ts";
import { callOffMessages } from "./call-off.ts";
import {
  chainKind,
  lastMessage,
  stateOf,
  type StoredChain,
  type StoredMessage,
  type StoredReach,
} from "./chain-documents.ts";
import { editOld, removeOld, threadName } from "./change-old.ts";
import type { Desk } from "./desk.ts";
import { isSevere } from "./live-alert.ts";
import { mayReach, readThreads } from "./old-threads.ts";
import { pinMessage, unpinMessages } from "./pins.ts";
import { pointToNew } from "./point-to-new.ts";
import { scheduleEnding } from "./post-ending.ts";
import { reportOldPosts } from "./report-old-posts.ts";
import { noteStep, type Facts } from "./take-note.ts";

/**
 * Everything that is done for a message, step by step. Each step does no harm when it is done twice, and is noted when it is
 * done: the same call after a crash goes on where the first one was.
 */
export async function runMessage<Name extends string>(
  desk: Desk<Name>,
  order: Order<Name>,
): Promise<AlertReport<Name>> {
  const begun = await beginMessage(desk, order);
  const { options } = order;
  const { older } = await readMessage(desk, begun);
  const step = <Made extends Facts>(name: AlertStep, act: () => Promise<Made | undefined>): Promise<StoredMessage> =>
    takeStep(desk, order, begun, name, act);
  const remove = (): Promise<undefined> => removeOld(desk, order, older);
  const isPrivate = options.remove === "private-data";

  await step("crisis-started", () => startCrisis(desk, order));
  await step("old-called-off", () => callOffMessages(desk, older, options, findCurrent(older)));
  if (isPrivate) {
    await step("private-data-removed", remove);
    refuseBlocked(order.findings, options);
  }
  const { edited = [] } = await step("old-edited", () => editOld(desk, order, older.at(-1)));
  const publication = await publishMessage(desk, order, begun, edited);
  const message = await step("published", () => findReach(desk, begun, edited));
  if (!isPrivate) await step("old-removed", remove);
  // These are done at each call, because they say what became of every post; what is done already stays as it is.
  const unpointed = await pointToNew(desk, order, message, await readThreads(desk, older));
  const stillPinned = await unpinMessages(desk, older);
  const notPinned = message.pin ? await pinMessage(desk, message) : [];
  await step("pointed", () => Promise.resolve(undefined));
  await step("ending-scheduled", () => scheduleEnding(desk, message));
  await callOffOvertaken(desk, order, begun);

  const { chain } = await readMessage(desk, begun);
  return {
    identifier: message.identifier,
    chain: begun.chainId,
    state: stateOf(chain, desk.clock.now()),
    ...(publication && { publication }),
    findings: order.findings,
    oldPosts: reportOldPosts(await readThreads(desk, older), { edited, unpointed, stillPinned, older }),
    notPinned,
  };
}

async function takeStep<Made extends Facts>(
  desk: Desk,
  { options }: Order,
  begun: Begun,
  name: AlertStep,
  act: () => Promise<Made | undefined>,
): Promise<StoredMessage> {
  options.signal?.throwIfAborted();
  const { message } = await readMessage(desk, begun);
  return message.done.includes(name) ? message : noteStep(desk, begun, name, await act());
}

interface Read {
  readonly chain: StoredChain;
  readonly message: StoredMessage;
  /** The messages before it, oldest first. */
  readonly older: readonly StoredMessage[];
}

async function readMessage({ care }: Desk, { chainId, key }: Begun): Promise<Read> {
  const chain = (await care.documents.find(chainKind, chainId))?.value;
  const index = chain?.messages.findIndex((message) => message.key === key) ?? -1;
  const message = chain?.messages[index];
  if (!chain || !message) throw new LedgerError("The chain of this alert is gone from the ledger.");
  return { chain, message, older: chain.messages.slice(0, index) };
}

/** The first of which something may still wait: the last one that has called off what was before it. */
function findCurrent(older: readonly StoredMessage[]): number {
  return Math.max(
    0,
    older.findLastIndex(({ done }) => done.includes("old-called-off")),
  );
}

/** What was put up here after somebody had followed the message, or ended the alert, was seen by nobody who calls off. */
async function callOffOvertaken(desk: Desk, { options }: Order, begun: Begun): Promise<void> {
  const { chain, message, older } = await readMessage(desk, begun);
  const isOvertaken = lastMessage(chain)?.key !== begun.key || chain.end?.by !== undefined;
  if (isOvertaken) await callOffMessages(desk, [...older, message], options, older.length);
}

async function startCrisis({ crisis }: Desk, { alert, kind, options }: Order): Promise<undefined> {
  if (crisis && (kind === "alert" || kind === "update") && isSevere(alert))
    await crisis.startFor(alert, { by: options.by });
}

async function publishMessage<Name extends string>(
  desk: Desk<Name>,
  { content, options }: Order<Name>,
  begun: Begun,
  edited: readonly string[],
): Promise<Report<Name> | undefined> {
  const { chain, message } = await readMessage(desk, begun);
  // Somebody may have followed it, or ended the alert, since this call began.
  refuseSuperseded(chain, begun.key);
  const channels = message.channels.filter((channel) => !edited.some((name) => name.split(" ")[1] === channel));
  if (channels.length === 0) return undefined;
  return desk.care.publish(content, publishOptions(options, message.publicationId, channels));
}

/** Where readers find the message now, or may. */
async function findReach(desk: Desk, begun: Begun, edited: readonly string[]): Promise<Facts> {
  const { message, older } = await readMessage(desk, begun);
  const own = (await readThreads(desk, [message])).filter(mayReach);
  const changed = (await readThreads(desk, older)).filter((thread) => edited.includes(threadName(thread)));
  const reached = [...own, ...changed].map(({ channel, language, deliveries: [first] }): StoredReach => {
    const url = first?.receipt?.url;
    return { channel, ...(language !== undefined && { language }), ...(url !== undefined && { url }) };
  });
  return { reached };
}
