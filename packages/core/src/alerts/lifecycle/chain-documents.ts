import type { DocumentKind } from "../../documents/documents.ts";
import { canonicalJson } from "../../hash/canonical-json.ts";
import { sha256 } from "../../hash/sha256.ts";
import type { Alert } from "../../models/alert.ts";
import type { AlertChain, AlertMessage, AlertState } from "./alert-chain.ts";

/** A chain as the ledger holds it. */
export interface StoredChain {
  readonly messages: readonly StoredMessage[];
  /** What had to be done at its end was begun. */
  readonly end?: StoredEnd;
}

export interface StoredEnd {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Left out where it was time. */
  readonly by?: string;
  /** Where `by` has it said. */
  readonly channels?: readonly string[];
}

/** A message with what its later steps need, so that a second run does the same as the first one would have done. */
export interface StoredMessage extends AlertMessage {
  /** The key under which it is stored. */
  readonly key: string;
  readonly channels: readonly string[];
  /** What it is about, by language, for the words at its end. */
  readonly titles: readonly StoredTitle[];
  readonly pin: boolean;
  /** The old threads that were changed in place of a new post, as `publication channel language`. */
  readonly edited?: readonly string[];
  /** Where it was live or may have been when it had been published. */
  readonly reached?: readonly StoredReach[];
}

export interface StoredTitle {
  readonly language: string;
  readonly title: string;
  readonly sender: string;
}

/** One thread of a message; without `url` the network gave none. */
export interface StoredReach {
  readonly channel: string;
  readonly language?: string;
  readonly url?: string;
}

/** Which chain a message belongs to, and a hash of all it says: one identifier never stands for two messages. */
export interface StoredKey {
  readonly chain: string;
  readonly fingerprint: string;
}

// The lifecycle writes these documents and no one else does.
export const chainKind: DocumentKind<StoredChain> = { name: "alert-chain", read: (value) => value as StoredChain };
export const messageKind: DocumentKind<StoredKey> = { name: "alert-message", read: (value) => value as StoredKey };

/** The part of a key that the identifier alone decides. */
export async function identifierKey(identifier: string): Promise<string> {
  return `${(await sha256(identifier)).slice(0, 24)}-`;
}

export async function messageKey({ identifier, sender }: Pick<Alert, "identifier" | "sender">): Promise<string> {
  return (await identifierKey(identifier)) + (await sha256(sender)).slice(0, 12);
}

export function fingerprintMessage(alert: Alert, correction: unknown): Promise<string> {
  return sha256(canonicalJson({ alert, correction }));
}

/** A short name for something that belongs to a message, the same whenever it is asked for. */
export async function derivedId(prefix: string, ...parts: readonly string[]): Promise<string> {
  return `${prefix}-${(await sha256(JSON.stringify(parts))).slice(0, 40)}`;
}

export function lastMessage({ messages }: StoredChain): StoredMessage | undefined {
  return messages.at(-1);
}

export function stateOf(chain: StoredChain, now: number): AlertState {
  const last = lastMessage(chain);
  if (last?.kind === "cancellation") return "cancelled";
  if (last?.kind === "allClear") return "allClear";
  if (chain.end || (last?.expires !== undefined && Date.parse(last.expires) <= now)) return "ended";
  return chain.messages.length > 1 ? "updated" : "live";
}

export function showChain(id: string, chain: StoredChain, now: number): AlertChain {
  return { id, state: stateOf(chain, now), messages: chain.messages.map(showMessage) };
}

function showMessage(message: StoredMessage): AlertMessage {
  const { identifier, sender, sent, kind, publicationId, at, expires, nextUpdateAt, done } = message;
  return {
    identifier,
    sender,
    sent,
    kind,
    publicationId,
    at,
    ...(expires !== undefined && { expires }),
    ...(nextUpdateAt !== undefined && { nextUpdateAt }),
    done,
  };
}
