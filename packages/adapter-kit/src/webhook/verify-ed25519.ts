import { ConfigError } from "@carecast/adapter";
import { concatBytes, decodeBytes, encodeText } from "./bytes.ts";
import type { SignatureCheck } from "./hmac.ts";

export interface Ed25519Options {
  /** For errors. */
  readonly network: string;
  /** 32 bytes in hex. */
  readonly publicKey: string;
}

/**
 * A check of Ed25519 signatures in hex over `before` (a timestamp, for Discord) and the raw body, to be made once.
 *
 * @throws ConfigError with path `publicKey` when it is not 64 hex digits.
 */
export function verifyEd25519({ network, publicKey }: Ed25519Options): SignatureCheck {
  const bytes = typeof publicKey === "string" ? decodeBytes(publicKey, "hex") : undefined;
  if (bytes?.length !== 32) {
    throw new ConfigError(`${network}: publicKey must be 64 hex digits; copy it from the application's page.`, {
      network,
      path: "publicKey",
    });
  }
  let key: Promise<CryptoKey> | undefined;
  return async (body, signature, before = "") => {
    const expected = signature === null ? undefined : decodeBytes(signature, "hex");
    if (expected?.length !== 64) return false;
    key ??= crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", await key, expected, concatBytes(encodeText(before), body));
  };
}
