import { ConfigError, revealSecret, type Secret } from "@carecast/adapter";
import { encodeText, type Bytes } from "./bytes.ts";

/**
 * The bytes of a secret, each time anew, so that a secret from a function can rotate.
 *
 * @throws ConfigError when the secret is missing or empty: a string at once, a function's when it is asked. Without
 *   a secret anybody could forge an event.
 */
export function secretBytes(network: string, path: string, secret: Secret): () => Promise<Bytes> {
  const fail = (): never => {
    throw new ConfigError(`${network}: ${path} is empty; webhooks are refused without it.`, { network, path });
  };
  // Callers without types can pass undefined.
  if (typeof secret !== "function" && (typeof secret !== "string" || secret.trim() === "")) fail();
  return async () => {
    const value = await revealSecret(secret);
    return typeof value === "string" && value.trim() !== "" ? encodeText(value) : fail();
  };
}
