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

/** The names that the servers give to a credential problem, with what to do about it. */
const authNames: Readonly<Record<string, string>> = {
  ExpiredToken: "the session has ended.",
  InvalidToken: "the session is not valid (any more).",
  AuthMissing: "the request needs a login.",
  AuthenticationRequired: "the identifier or the app password is wrong, or the password was revoked.",
  AuthFactorTokenRequired: "the account wants a code by e-mail; use an app password, which needs none.",
  AccountTakedown: "the account was taken down by the moderators of its server.",
  AccountSuspended: "the account is suspended.",
  AccountDeactivated: "the account is deactivated; activate it in the app.",
  AccountNotFound: "the server does not know the account.",
};

/** The other names that are passed on as `platformCode`; everything else could be made up by a server. */
const otherNames = new Set([
  "InvalidRequest",
  "InvalidSwap",
  "RecordNotFound",
  "HandleNotFound",
  "BlobNotFound",
  "BlobTooLarge",
  "InvalidMimeType",
  "InvalidSize",
  "PayloadTooLarge",
  "RateLimitExceeded",
  "MethodNotImplemented",
  "InternalServerError",
  "UpstreamFailure",
  "UpstreamTimeout",
  "NotEnoughResources",
]);

const tooLarge = new Set(["PayloadTooLarge", "BlobTooLarge"]);

/**
 * The error for an answer outside 200–299. The name in `error` decides first, then the status; the `message` can
 * quote what was sent and is never passed on.
 *
 * @see https://atproto.com/specs/xrpc#error-responses
 */
export function toError(answer: ErrorAnswer): CarecastError {
  const { status } = answer;
  const name = readString(answer.json, "error");
  const advice = Object.hasOwn(authNames, name) ? authNames[name] : undefined;
  const known = advice !== undefined || otherNames.has(name);
  const details: ErrorDetails = { network: "bluesky", status, ...(known && { platformCode: name }) };
  if (status === 429) return toRateLimited(answer, details);
  if (status >= 500 || status === 408) {
    const outcome = answer.irreversible ? "unknown" : "not-sent";
    return new PlatformError(`bluesky: the server failed (${status}).`, { ...details, retryable: true, outcome });
  }
  if (advice !== undefined) return new AuthError(`bluesky: ${advice}`, details);
  if (status === 401) return new AuthError("bluesky: the server does not accept the login (401).", details);
  if (status === 413 || tooLarge.has(name)) return new InvalidPostError("bluesky: the file is too large.", [], details);
  // The one message that is read: it tells a bad post from a bad request, which have the same name.
  if (name === "InvalidRequest" && readString(answer.json, "message").startsWith("Invalid app.bsky.feed.post record")) {
    return new InvalidPostError("bluesky: the server found the post not valid; compare it with the plan.", [], details);
  }
  return new PlatformError(`bluesky: ${describe(status, known ? name : "")}`, details);
}

function describe(status: number, name: string): string {
  if (status < 400) return `the service is at another address (${status}); correct the option service.`;
  return `the server refused the request (${status}${name === "" ? "" : ` ${name}`}).`;
}

function toRateLimited({ header }: ErrorAnswer, details: ErrorDetails): CarecastError {
  const retryAt = parseRetryAt(header, systemClock.now());
  return new RateLimitedError("bluesky: too many requests.", retryAt === undefined ? details : { ...details, retryAt });
}

function readString(json: unknown, key: "error" | "message"): string {
  const value =
    typeof json === "object" && json !== null && key in json ? (json as Record<string, unknown>)[key] : undefined;
  return typeof value === "string" ? value : "";
}

/** Whether the server refused a request because of its token, so that it did nothing and a new token helps. */
export function isStaleToken(error: unknown): boolean {
  return isCarecastError(error) && (error.platformCode === "ExpiredToken" || error.platformCode === "InvalidToken");
}

/** Whether `error` carries one of the names that servers give to their refusals. */
export function hasCode(error: unknown, ...names: readonly string[]): boolean {
  return isCarecastError(error) && error.platformCode !== undefined && names.includes(error.platformCode);
}
