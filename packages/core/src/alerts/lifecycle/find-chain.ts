import { ConfigError } from "@carecast/adapter";

import { chainKind, identifierKey, messageKey, messageKind, type StoredChain } from "./chain-documents.ts";
import type { Desk } from "./desk.ts";
import { isSameMessage, refuseAlert, type LiveAlert } from "./live-alert.ts";

/**
 * The chain that a message follows: every reference must name a message of it.
 *
 * @throws InvalidPostError naming the reference that is wrong.
 */
export async function findChain({ care }: Desk, alert: LiveAlert): Promise<string> {
  const { references = [], identifier, sender } = alert;
  const chains = new Set<string>();
  for (const [index, reference] of references.entries()) {
    const path = `references[${index}]`;
    if (reference.identifier === identifier && reference.sender === sender)
      throw refuseAlert(path, "references", "names the message itself.");
    const stored = (await care.documents.find(messageKind, await messageKey(reference)))?.value;
    const chain = stored && (await care.documents.find(chainKind, stored.chain))?.value;
    if (!stored || !chain?.messages.some((message) => isSameMessage(message, reference)))
      throw refuseAlert(
        path,
        "references",
        "names a message that was never published from here: sender, identifier and sent must all be those of one that was.",
      );
    chains.add(stored.chain);
    if (chains.size > 1)
      throw refuseAlert(
        path,
        "references",
        "belongs to another alert than the reference before. Follow each with a message of its own.",
      );
  }
  const [found] = chains;
  if (found === undefined) throw refuseAlert("references", "references", "is missing: name the alert that it follows.");
  return found;
}

export interface FoundChain {
  readonly id: string;
  readonly chain: StoredChain;
}

/**
 * The chain that has a message with this identifier.
 *
 * @throws ConfigError where two senders use the same one.
 */
export async function findByIdentifier({ care }: Desk, identifier: string): Promise<FoundChain | undefined> {
  const ids = new Set<string>();
  for await (const { value } of care.documents.list(messageKind, await identifierKey(identifier))) ids.add(value.chain);
  if (ids.size > 1)
    throw refuseIdentifier("several senders have used it. Ask for a message with an identifier of its own.");
  const [id] = ids;
  const chain = id === undefined ? undefined : (await care.documents.find(chainKind, id))?.value;
  return id === undefined || chain === undefined ? undefined : { id, chain };
}

export function refuseIdentifier(message: string): ConfigError {
  return new ConfigError(`identifier: ${message}`, { path: "identifier" });
}
