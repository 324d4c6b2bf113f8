import { LedgerError } from "@carecast/adapter";

import type { AlertStep } from "./alert-chain.ts";
import type { Begun } from "./begin-message.ts";
import { chainKind, type StoredChain, type StoredMessage } from "./chain-documents.ts";
import type { Desk } from "./desk.ts";

/** What later steps, or a second run, need to know of a step. What was noted first stays. */
export type Facts = Pick<StoredMessage, "edited" | "reached">;

/** Writes that a step is done, and resolves with the message as it is stored then. */
export async function noteStep(
  { care }: Desk,
  { chainId, key }: Begun,
  step: AlertStep,
  facts: Facts = {},
): Promise<StoredMessage> {
  const chain = await care.documents.update(
    chainKind,
    chainId,
    (stored) => stored && markStep(stored, key, step, facts),
  );
  const message = chain?.messages.find((other) => other.key === key);
  if (message) return message;
  throw new LedgerError("The chain of this alert is gone from the ledger.");
}

function markStep(chain: StoredChain, key: string, step: AlertStep, facts: Facts): StoredChain {
  const messages = chain.messages.map((message) =>
    message.key !== key || message.done.includes(step)
      ? message
      : { ...message, ...facts, done: [...message.done, step] },
  );
  return { ...chain, messages };
}
