import type { Secret } from "@carecast/adapter";
import { concatBytes, decodeBytes, encodeBytes, encodeText } from "./bytes.ts";
import { secretBytes } from "./secret-key.ts";

export interface HmacOptions {
  /** For errors. */
  readonly network: string;
  readonly secret: Secret;
  /** The option that the secret came from, for errors. Default `secret`. */
  readonly path?: string;
  readonly hash: "SHA-1" | "SHA-256";
  readonly encoding: "hex" | "base64";
  /** What stands before the signature in its header: `sha256=`. Default: nothing. */
  readonly prefix?: string;
}

/**
 * Whether `signature` (the header as it came; null when there was none) belongs to `before` followed by the raw
 * `body`. Never throws for a bad signature; compares in constant time.
 */
export type SignatureCheck = (
  body: Uint8Array<ArrayBuffer>,
  signature: string | null,
  before?: string,
) => Promise<boolean>;

/**
 * A check of HMAC signatures over the raw body, to be made once.
 *
 * @throws ConfigError when the secret is empty.
 */
export function verifyHmac(options: HmacOptions): SignatureCheck {
  const { encoding, prefix = "" } = options;
  const keyFor = makeKeys(options, "verify");
  return async (body, signature, before = "") => {
    if (signature === null || !signature.startsWith(prefix)) return false;
    const expected = decodeBytes(signature.slice(prefix.length), encoding);
    if (expected === undefined) return false;
    return crypto.subtle.verify("HMAC", await keyFor(), expected, concatBytes(encodeText(before), body));
  };
}

/**
 * A function that signs a text, prefix included, as the challenges of X and LinkedIn ask for.
 *
 * @throws ConfigError when the secret is empty.
 */
export function signHmac(options: HmacOptions): (text: string) => Promise<string> {
  const { encoding, prefix = "" } = options;
  const keyFor = makeKeys(options, "sign");
  return async (text) => {
    const signature = await crypto.subtle.sign("HMAC", await keyFor(), encodeText(text));
    return prefix + encodeBytes(new Uint8Array(signature), encoding);
  };
}

/** A constant secret is imported once, one from a function each time. */
function makeKeys(options: HmacOptions, usage: "sign" | "verify"): () => Promise<CryptoKey> {
  const bytes = secretBytes(options.network, options.path ?? "secret", options.secret);
  const importKey = async (): Promise<CryptoKey> =>
    crypto.subtle.importKey("raw", await bytes(), { name: "HMAC", hash: options.hash }, false, [usage]);
  if (typeof options.secret !== "string") return importKey;
  let key: Promise<CryptoKey> | undefined;
  return () => (key ??= importKey());
}
