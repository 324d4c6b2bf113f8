import type { Secret } from "@carecast/adapter";
import { encodeText } from "./bytes.ts";
import { secretBytes } from "./secret-key.ts";

export interface SharedSecretOptions {
  /** For errors. */
  readonly network: string;
  readonly secret: Secret;
  /** The option that the secret came from, for errors. Default `secret`. */
  readonly path?: string;
}

/**
 * A check of a secret that comes with each request as it is (Telegram's header, Meta's verify token), in constant time.
 *
 * @throws ConfigError when the secret is empty.
 */
export function verifySharedSecret(options: SharedSecretOptions): (given: string | null) => Promise<boolean> {
  const bytes = secretBytes(options.network, options.path ?? "secret", options.secret);
  let key: Promise<CryptoKey> | undefined;
  return async (given) => {
    // Read first: an empty secret must be an error even when nothing was given.
    const secret = await bytes();
    if (given === null) return false;
    // Web Crypto compares signatures in constant time and offers no other comparison.
    key ??= makeKey();
    const expected = await crypto.subtle.sign("HMAC", await key, secret);
    return crypto.subtle.verify("HMAC", await key, expected, encodeText(given));
  };
}

/** Random, and used for nothing else. */
async function makeKey(): Promise<CryptoKey> {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}
