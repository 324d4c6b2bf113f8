import { derivedId, type StoredMessage } from "./chain-documents.ts";
import type { Desk } from "./desk.ts";
import { isUndecided } from "./old-threads.ts";

/** Who decided, and why. */
export interface Decided {
  readonly by: string;
  readonly reason: string;
}

/** The id of the post that says that a message has expired. */
export function endingId(message: Pick<StoredMessage, "key">): Promise<string> {
  return derivedId("ending", message.key);
}

/** Nothing of these messages that has not gone out goes out from now on, nor what was planned for their end. */
export async function callOffMessages(
  desk: Desk,
  messages: readonly StoredMessage[],
  decided: Decided,
): Promise<undefined> {
  for (const message of messages) {
    await callOffPublication(desk, message.publicationId, decided);
    await callOffPublication(desk, await endingId(message), decided);
  }
  return undefined;
}

/** What ended already needs no word in the audit trail. */
async function callOffPublication({ care }: Desk, id: string, { by, reason }: Decided): Promise<void> {
  const deliveries = await care.deliveries({ publicationId: id });
  if (deliveries.some(({ state }) => isUndecided(state))) await care.retract(id, { by, reason, onlyWaiting: true });
}
