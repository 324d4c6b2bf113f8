import type { Alert, AlertReference } from "../../models/alert.ts";
import type { AlertChain } from "./alert-chain.ts";
import { isSameMessage, type LiveAlert } from "./live-alert.ts";

/** What differs in the new message. A new one has an identifier and a time of its own, and says what it is for. */
export type FollowUpChanges = Partial<Omit<LiveAlert, "references" | "status" | "scope">> &
  Pick<Alert, "identifier" | "sent" | "msgType">;

/**
 * A whole new message made from the one before it. It names that one, and those which that one names, as CAP asks: an update
 * replaces them all. With the stored `chain`, every message of it that has not expired when the new one is sent. Pure.
 */
export function followUp(previous: LiveAlert, changes: FollowUpChanges, chain?: AlertChain): LiveAlert {
  const { identifier, sender, sent, references = [] } = previous;
  const own: AlertReference = { identifier, sender, sent };
  const all = chain ? listUnexpired(chain, changes.sent) : references;
  const others = all.filter((reference) => !isSameMessage(reference, own));
  return { ...previous, ...changes, references: [...others, own] };
}

function listUnexpired({ messages }: AlertChain, sent: string): readonly AlertReference[] {
  return messages
    .filter(({ expires }) => expires === undefined || Date.parse(expires) > Date.parse(sent))
    .map((message) => ({ sender: message.sender, identifier: message.identifier, sent: message.sent }));
}
