import {
  AuthError,
  InvalidPostError,
  isCarecastError,
  PlatformError,
  RateLimitedError,
  systemClock,
  type CarecastError,
  type ErrorDetails,
} from "@carecast/adapter";
import { parseRetryAt, type ErrorAnswer } from "@carecast/adapter-kit";

const network = "bluesky";

/** The names that servers give to a credential problem, with what to do about it. */
const authAdvice: Readonly<Record<string, string>> = {
  ExpiredToken: "the session has ended",
  InvalidToken: "the session has ended",
  AuthenticationRequired: "the identifier or the app password is wrong, or was revoked",
  AuthFactorTokenRequired: "the account wants a code by e-mail; use an app password",
  AccountTakedown: "the moderators of the server took the account down",
  AccountDeactivated: "the account is deactivated",
};

/** The other names that are passed on as `platformCode`; everything else could be made up by a server. */
const otherNames = new Set(
  "InvalidRequest InvalidSwap RecordNotFound HandleNotFound BlobNotFound BlobTooLarge InvalidMimeType InvalidSize PayloadTooLarge RateLimitExceeded InternalServerError UpstreamFailure UpstreamTimeout NotEnoughResources".split(
    " ",
  ),
);

/**
 * The error for an answer outside 200–299. The name in `error` decides first, then the status; the `message` can
 * quote what was sent and is never passed on.
 *
 * @see https://atproto.com/specs/xrpc#error-responses
 */
export function toError({ status, json, header, irreversible }: ErrorAnswer): CarecastError {
  const { error, message } = (json ?? {}) as { readonly error?: unknown; readonly message?: unknown };
  const name = typeof error === "string" ? error : "";
  const advice = Object.hasOwn(authAdvice, name) ? authAdvice[name] : undefined;
  const known = advice !== undefined || otherNames.has(name);
  const details: ErrorDetails = { network, status, ...(known && { platformCode: name }) };
  if (status === 429) {
    const retryAt = parseRetryAt(header, systemClock.now());
    return new RateLimitedError("bluesky: too many requests.", {
      ...details,
      ...(retryAt !== undefined && { retryAt }),
    });
  }
  if (status >= 500 || status === 408) {
    const outcome = irreversible ? "unknown" : "not-sent";
    return new PlatformError(`bluesky: the server failed (${status}).`, { ...details, retryable: true, outcome });
  }
  if (advice !== undefined || status === 401) {
    return new AuthError(`bluesky: ${advice ?? "the server does not accept the login"}.`, details);
  }
  if (status === 413 || name === "BlobTooLarge")
    return new InvalidPostError("bluesky: the file is too large.", [], details);
  // The one message that is read: it tells a bad post from a bad request, which have the same name.
  if (/^Invalid app\.bsky\.feed\.post record/.test(String(message))) {
    return new InvalidPostError("bluesky: the server found the post not valid; compare it with the plan.", [], details);
  }
  const remedy = status < 400 ? "is at another address; correct the option service" : "refused the request";
  return new PlatformError(`bluesky: the server ${remedy} (${status}${known ? ` ${name}` : ""}).`, details);
}

/** Something in the part or the call that this network cannot take. */
export function invalid(path: string, rule: string, message: string, status?: number): InvalidPostError {
  const details: ErrorDetails = { network, ...(status !== undefined && { status }) };
  return new InvalidPostError(`bluesky: ${path}: ${message}`, [{ path, rule, message }], details);
}

/** Whether `error` carries one of the names that servers give to their refusals. */
export function hasCode(error: unknown, ...names: readonly string[]): boolean {
  return isCarecastError(error) && names.includes(error.platformCode ?? "");
}

/** Whether the server refused a request because of its token, so that it did nothing and a new token helps. */
export function isStaleToken(error: unknown): boolean {
  return hasCode(error, "ExpiredToken", "InvalidToken");
}
