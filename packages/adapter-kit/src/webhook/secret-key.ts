import { AuthError, ConfigError, revealSecret, type Secret } from "@carecast/adapter";
import { isSecret } from "../options/is-secret.ts";
import { encodeText, type Bytes } from "./bytes.ts";

/**
 * The bytes of a secret, each time anew, so that a secret from a function can rotate.
 *
 * @throws ConfigError when the secret is missing or empty: a string at once, a function's when it is asked. Without
 *   a secret anybody could forge an event.
 * @throws AuthError when the function fails, without what it threw.
 */
export function secretBytes(network: string, path: string, secret: Secret): () => Promise<Bytes> {
  const check = (value: Secret): void => {
    if (isSecret(value)) return;
    throw new ConfigError(`${network}: ${path} is empty; webhooks are refused without it.`, { network, path });
  };
  check(secret);
  return async () => {
    let value: string;
    try {
      value = await revealSecret(secret);
    } catch {
      throw new AuthError(`${network}: ${path} could not be read.`, { network, path });
    }
    check(value);
    return encodeText(value);
  };
}
