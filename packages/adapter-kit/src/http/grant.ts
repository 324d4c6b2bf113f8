import { AuthError, isCarecastError } from "@carecast/adapter";
import type { HttpOptions } from "./http-types.ts";

export type HeaderFields = Readonly<Record<string, string>>;
type Authorize = NonNullable<HttpOptions["authorize"]>;

/** What a header value may hold (RFC 9110 section 5.5), without the characters that fetch refuses. */
const sendable = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The headers that `authorize` gives.
 *
 * @throws AuthError when it fails, without what it threw: a vault's error may hold the secret. Also for a credential
 *   that no header can carry, such as one read from a file with a line break at its end.
 */
export async function grant(
  network: string,
  authorize: Authorize,
  signal: AbortSignal | undefined,
): Promise<HeaderFields> {
  let headers: HeaderFields;
  try {
    headers = await authorize(signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw isCarecastError(error) ? error : new AuthError(`${network}: the credential could not be read.`, { network });
  }
  for (const name in headers) {
    if (sendable.test(headers[name] ?? "")) continue;
    throw new AuthError(`${network}: the credential holds a line break or another character that cannot be sent.`, {
      network,
    });
  }
  return headers;
}
