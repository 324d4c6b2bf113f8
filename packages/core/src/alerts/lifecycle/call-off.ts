import { threadName } from "./change-old.ts";
import { derivedId, type StoredMessage } from "./chain-documents.ts";
import type { Desk } from "./desk.ts";
import { isUndecided, readThreads, type Thread } from "./old-threads.ts";

/** Who decided, and why. */
export interface Decided {
  readonly by: string;
  readonly reason: string;
}

/** The id of the post that says that a message has expired. */
export function endingId(message: Pick<StoredMessage, "key">): Promise<string> {
  return derivedId("ending", message.key);
}

/** The id of the post under an old thread that points to a message. */
export function pointerId({ key }: Pick<StoredMessage, "key">, thread: Thread): Promise<string> {
  return derivedId("pointer", key, threadName(thread));
}

/**
 * Nothing of the messages from `first` on that has not gone out goes out from now on: neither they themselves, nor what points to
 * them from those before, nor what was planned for their end.
 */
export async function callOffMessages(
  desk: Desk,
  messages: readonly StoredMessage[],
  decided: Decided,
  first = 0,
): Promise<undefined> {
  for (const [index, message] of messages.entries()) {
    if (index < first) continue;
    await callOffPublication(desk, message.publicationId, decided);
    for (const thread of await readThreads(desk, messages.slice(0, index)))
      await callOffPublication(desk, await pointerId(message, thread), decided);
    await callOffPublication(desk, await endingId(message), decided);
  }
  return undefined;
}

/** What ended already needs no word in the audit trail. */
async function callOffPublication({ care }: Desk, id: string, { by, reason }: Decided): Promise<void> {
  const deliveries = await care.deliveries({ publicationId: id });
  if (deliveries.some(({ state }) => isUndecided(state))) await care.retract(id, { by, reason, onlyWaiting: true });
}
