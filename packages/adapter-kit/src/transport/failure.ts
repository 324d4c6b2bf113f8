import { BadResponseError, NetworkError } from "@carecast/adapter";

/** What the errors of undici, fetch and Node have in common, as far as it is read. */
interface Failure {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** What can only happen before a connection stands, TLS included. */
const earlyCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** The system calls that come before a connection stands. `EHOSTUNREACH` from `read` is no proof of anything. */
const earlyCalls = new Set(["connect", "getaddrinfo"]);

/**
 * The error that leaves the kit in place of `thrown`, which prints addresses, headers and bodies when inspected
 * and is therefore never kept, not even as `cause`.
 */
export function toNetworkError(thrown: unknown, url: string): NetworkError {
  const failure = innermost(thrown);
  const code = readCode(failure);
  return new NetworkError(`No answer from ${originOf(url)}${code === undefined ? "" : ` (${code})`}.`, {
    outcome: failedBeforeConnecting(failure, code) ? "not-sent" : "unknown",
  });
}

/** The error for an answer that did not come in time. */
export function timeoutError(url: string, timeoutMs: number): NetworkError {
  return new NetworkError(`No answer from ${originOf(url)} within ${timeoutMs} ms.`, { outcome: "unknown" });
}

/** The error for a body above the limit. */
export function tooLargeError(url: string, maxBytes: number): BadResponseError {
  return new BadResponseError(`The answer from ${originOf(url)} is longer than ${maxBytes} bytes.`);
}

/** Scheme, host and port: a path can hold a token (Telegram), a query anything. */
function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "an address that is none";
}

/** fetch wraps the socket's error once, ky once more. */
function innermost(thrown: unknown): Failure {
  let failure: Failure = isObject(thrown) ? thrown : {};
  for (let depth = 0; depth < 4 && isObject(failure.cause); depth++) failure = failure.cause;
  return failure;
}

/** Only codes that look like one: a message can hold an address. */
function readCode(failure: Failure): string | undefined {
  return typeof failure.code === "string" && /^[A-Za-z][A-Za-z0-9_]{1,63}$/.test(failure.code)
    ? failure.code
    : undefined;
}

function failedBeforeConnecting(failure: Failure, code: string | undefined): boolean {
  // Node tried several addresses (happy eyeballs) and none took the connection.
  if (Array.isArray(failure.errors)) {
    return failure.errors.length > 0 && failure.errors.every((each) => isObject(each) && isEarly(each, readCode(each)));
  }
  return isEarly(failure, code);
}

function isEarly({ syscall, message }: Failure, code: string | undefined): boolean {
  if (code !== undefined && earlyCodes.has(code)) return true;
  if (typeof syscall === "string" && earlyCalls.has(syscall)) return true;
  // Deno has neither, and says so in words.
  return typeof message === "string" && message.includes(": client error (Connect): ");
}

function isObject(value: unknown): value is Failure {
  return typeof value === "object" && value !== null;
}
