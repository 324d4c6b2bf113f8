import { ConfigError, revealSecret, type Secret } from "@carecast/adapter";
import * as z from "zod/mini";

import { decodeBase64, type Bytes } from "./base64.ts";

/** How a hub keeps what networks hand out. */
export interface TokenOptions {
  /**
   * The key with which tokens that networks hand out (sessions, rotated tokens) are encrypted in the ledger: 32 random
   * bytes in base64, base64url or hex (`openssl rand -base64 32`), or a function that fetches them, asked once. AES-256-GCM.
   *
   * Default: none. Then tokens live in the memory of the process: each start logs in anew, where logins are counted
   * (Bluesky: 300 a day), and several processes on one ledger do not share a session.
   *
   * Danger: every process on one ledger needs the same key, and without it what is stored cannot be read. Keep it where
   * secrets are kept, never beside the ledger. There is no second key for a change: stop every process, call
   * `forgetTokens` for each channel, and start with the new one; the channels then log in with what their options hold.
   *
   * @throws ConfigError with the path `encryptionKey`: at once for a key of another form, and from the first call that
   * needs tokens when they were stored with another key or the function fails.
   */
  readonly encryptionKey?: Secret;
}

const form = 'must be 32 random bytes in base64, base64url or hex. "openssl rand -base64 32" makes them.';

/** The key itself is checked here, a function when it is asked. */
export const encryptionKeySchema = z.custom<Secret>(
  (value) => typeof value === "function" || parseKey(value) !== undefined,
  form,
);

/**
 * The bytes of the key.
 *
 * @throws ConfigError when there are not exactly 32, or the function that fetches them fails.
 */
export async function revealKey(encryptionKey: Secret): Promise<Bytes> {
  let text: unknown;
  try {
    text = await revealSecret(encryptionKey);
  } catch {
    // What it threw may quote the key.
    throw wrong("could not be fetched: its function failed. The details are withheld.");
  }
  const key = parseKey(text);
  if (key === undefined) throw wrong(form);
  return key;
}

function parseKey(value: unknown): Bytes | undefined {
  if (typeof value !== "string") return undefined;
  // Files and command lines end with a line break.
  const text = value.trim();
  const isHex = /^[\da-f]{64}$/i.test(text);
  const key = isHex ? Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16)) : decodeBase64(text);
  return key?.length === 32 ? key : undefined;
}

function wrong(what: string): ConfigError {
  return new ConfigError(`encryptionKey ${what}`, { path: "encryptionKey" });
}
