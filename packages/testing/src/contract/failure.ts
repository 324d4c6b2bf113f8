import { type Adapter, type CarecastError, type ErrorCode, isCarecastError, type Outcome } from "@carecast/adapter";
import { findLeaks } from "./find-leaks.ts";
import { demand, print } from "./violation.ts";

/** The class of each code that an adapter may throw. `held`, `blocked` and `ledger` belong to core. */
const classNames: Partial<Record<ErrorCode, string>> = {
  "invalid-post": "InvalidPostError",
  unsupported: "UnsupportedError",
  auth: "AuthError",
  "rate-limited": "RateLimitedError",
  network: "NetworkError",
  platform: "PlatformError",
  "bad-response": "BadResponseError",
  stream: "StreamError",
  config: "ConfigError",
};

const outcomes: readonly Outcome[] = ["not-sent", "unknown", "sent"];

/** What `promise` is rejected with. Ends the check if it resolves. */
export async function rejectionOf(promise: Promise<unknown>, what: string): Promise<unknown> {
  const result = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  demand("error" in result, `${what} resolved with ${print("value" in result ? result.value : undefined)}`);
  return result.error;
}

/** The `CarecastError` that `promise` is rejected with. Ends the check if it resolves, or fails in another way. */
export async function failureOf(promise: Promise<unknown>, what: string): Promise<CarecastError> {
  return toFailure(await rejectionOf(promise, what), what);
}

/** `error` as a `CarecastError`. Ends the check if it is none. */
export function toFailure(error: unknown, what: string): CarecastError {
  demand(isCarecastError(error), `${what} failed with ${nameOf(error)}, which is not a CarecastError`);
  return error;
}

/** Ends the check unless `thrown` is one of the documented errors, complete and for this network. */
export function demandDocumented(thrown: unknown, adapter: Adapter, what: string): void {
  const error = toFailure(thrown, what);
  const className = classNames[error.code];
  demand(className !== undefined, `${what}: an adapter does not throw the code ${error.code}`);
  demand(error.name === className, `${what}: code ${error.code} belongs to ${className}, not to ${error.name}`);
  demand(error instanceof Error, `${what}: the error is not an Error`);
  demand(outcomes.includes(error.outcome), `${what}: ${print(error.outcome)} is not an outcome`);
  demand(typeof error.retryable === "boolean", `${what}: retryable is not a boolean`);
  demand(error.message !== "", `${what}: the error has no message`);
  demand(error.cause === undefined, `${what}: the error has a cause, which prints what the HTTP client knew`);
  const { network, retryAt } = error;
  demand(network === adapter.network, `${what}: the error names the network ${print(network)}`);
  demand(retryAt === undefined || Number.isFinite(retryAt), `${what}: retryAt is ${print(retryAt)}`);
}

const addressWithQuery = /https?:\/\/[^\s"'<>]*\?[^\s"'<>]+/;
const header = /\b(?:bearer|basic)\s+\S|authorization\s*[:=]/i;

/** Ends the check if `error` carries one of `needles`, an address with a query, or a header. */
export function demandTight(error: unknown, needles: readonly string[], what: string): void {
  const leaks = findLeaks(error, needles);
  demand(leaks.length === 0, `${what}: the error carries a planted secret or text in ${leaks.join(", ")}`);
  const words = isCarecastError(error) ? `${error.message} ${JSON.stringify(error)}` : "";
  demand(!addressWithQuery.test(words), `${what}: the error carries an address with its query`);
  demand(!header.test(words), `${what}: the error carries a header`);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : print(error);
}
