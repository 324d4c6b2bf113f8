/**
 * What went wrong, named by what the caller would do next. The list is closed.
 *
 * | code | the caller would |
 * |---|---|
 * | `invalid-post` | change the content |
 * | `unsupported` | choose another channel or leave the feature out |
 * | `auth` | renew the credential or its scopes |
 * | `rate-limited` | wait until `retryAt` |
 * | `network` | look at the connection, then try again |
 * | `platform` | read the network's refusal |
 * | `bad-response` | report it: the network answered what nobody expects |
 * | `stream` | listen again |
 * | `config` | correct an option |
 * | `ledger` | look after the store: its file, disk or database |
 * | `held` | release the hold |
 * | `blocked` | answer the safeguard |
 */
export type ErrorCode =
  | "invalid-post"
  | "unsupported"
  | "auth"
  | "rate-limited"
  | "network"
  | "platform"
  | "bad-response"
  | "stream"
  | "config"
  | "ledger"
  | "held"
  | "blocked";

/** What is known of the post when an error comes: `unknown` means that it may be live. */
export type Outcome = "not-sent" | "unknown" | "sent";

export interface ErrorDetails {
  readonly network?: string;
  readonly channel?: string;
  /** Whether the same call can succeed later without a change. Default `false`. */
  readonly retryable?: boolean;
  /** Default `not-sent`. */
  readonly outcome?: Outcome;
  /** Milliseconds since the epoch before which a new try is useless. */
  readonly retryAt?: number;
  /** The option, or the place in the content, that is wrong: `media[0].alt`. */
  readonly path?: string;
  /** The HTTP status, where one came. */
  readonly status?: number;
  /** The network's own word for the refusal, only where it comes from a fixed list: `InvalidSwap`. */
  readonly platformCode?: string;
}

const marker = Symbol.for("carecast.error");

/**
 * The root of every error that Carecast throws.
 *
 * It never carries a body, a token, a header, a full address or a person's text, and it has no `cause`: the
 * errors of HTTP clients print all of these when they are inspected.
 */
export class CarecastError extends Error {
  override readonly name: string = "CarecastError";
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly outcome: Outcome;
  // `declare`: a key without a value must not exist, or it would show as undefined wherever the error is printed.
  declare readonly network?: string;
  declare readonly channel?: string;
  declare readonly retryAt?: number;
  declare readonly path?: string;
  declare readonly status?: number;
  declare readonly platformCode?: string;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.code = code;
    this.retryable = details.retryable ?? false;
    this.outcome = details.outcome ?? "not-sent";
    if (details.network !== undefined) this.network = details.network;
    if (details.channel !== undefined) this.channel = details.channel;
    if (details.retryAt !== undefined) this.retryAt = details.retryAt;
    if (details.path !== undefined) this.path = details.path;
    if (details.status !== undefined) this.status = details.status;
    if (details.platformCode !== undefined) this.platformCode = details.platformCode;
    Object.defineProperty(this, marker, { value: true });
  }
}

/** Whether `value` is an error of Carecast, also when two copies of the package are installed. */
export function isCarecastError(value: unknown): value is CarecastError {
  return typeof value === "object" && value !== null && marker in value;
}
