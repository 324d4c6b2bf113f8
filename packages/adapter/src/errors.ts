import { CarecastError, type ErrorDetails } from "./error.ts";

/** One thing that is wrong with the content. */
export interface Violation {
  /** Where: `text`, `media[0].alt`, `links[1].url`. */
  readonly path: string;
  /** A stable name for programs: `text-too-long`. */
  readonly rule: string;
  /** What is wrong and what to do, without repeating the content. */
  readonly message: string;
  /** The count and the limit, for the rules that have them. */
  readonly count?: number;
  readonly limit?: number;
  /** The channel whose rule it is; left out where every channel would refuse. */
  readonly channel?: string;
}

/** The content cannot be published as it is. Nothing was sent. */
export class InvalidPostError extends CarecastError {
  override readonly name = "InvalidPostError";
  readonly violations: readonly Violation[];
  constructor(message: string, violations: readonly Violation[] = [], details: ErrorDetails = {}) {
    super("invalid-post", message, { ...details, ...(violations[0] && { path: violations[0].path }) });
    this.violations = violations;
  }
}

/** The network cannot do this at all; `capabilities` said so. Nothing was sent. */
export class UnsupportedError extends CarecastError {
  override readonly name = "UnsupportedError";
  constructor(message: string, details?: ErrorDetails) {
    super("unsupported", message, details);
  }
}

/** The credential is wrong, expired, revoked or lacks a scope. */
export class AuthError extends CarecastError {
  override readonly name = "AuthError";
  constructor(message: string, details?: ErrorDetails) {
    super("auth", message, details);
  }
}

/** The network wants us to wait, until `retryAt` where it says how long. */
export class RateLimitedError extends CarecastError {
  override readonly name = "RateLimitedError";
  constructor(message: string, details?: ErrorDetails) {
    super("rate-limited", message, { retryable: true, ...details });
  }
}

/** No answer came. `outcome` says whether the request can have arrived. */
export class NetworkError extends CarecastError {
  override readonly name = "NetworkError";
  constructor(message: string, details?: ErrorDetails) {
    super("network", message, { retryable: true, ...details });
  }
}

/** The network answered no, or failed on its side. */
export class PlatformError extends CarecastError {
  override readonly name = "PlatformError";
  constructor(message: string, details?: ErrorDetails) {
    super("platform", message, details);
  }
}

/** The network said yes in a form that cannot be believed: no id, not JSON, another shape. */
export class BadResponseError extends CarecastError {
  override readonly name = "BadResponseError";
  constructor(message: string, details?: ErrorDetails) {
    super("bad-response", message, { outcome: "unknown", ...details });
  }
}

/** A stream broke in a way that a reconnect does not mend. */
export class StreamError extends CarecastError {
  override readonly name = "StreamError";
  constructor(message: string, details?: ErrorDetails) {
    super("stream", message, details);
  }
}

/** An option is wrong: `path` names it. */
export class ConfigError extends CarecastError {
  override readonly name = "ConfigError";
  constructor(message: string, details?: ErrorDetails) {
    super("config", message, details);
  }
}

/** The ledger cannot be read or written. */
export class LedgerError extends CarecastError {
  override readonly name = "LedgerError";
  constructor(message: string, details?: ErrorDetails) {
    super("ledger", message, details);
  }
}

/** A hold is in force. */
export class HeldError extends CarecastError {
  override readonly name = "HeldError";
  constructor(message: string, details?: ErrorDetails) {
    super("held", message, details);
  }
}

/** A safeguard said no. Nothing was sent. */
export class BlockedError extends CarecastError {
  override readonly name = "BlockedError";
  /** Where and why, for each rule that blocks. None repeats the content. */
  readonly violations: readonly Violation[];
  constructor(message: string, violations: readonly Violation[] = [], details: ErrorDetails = {}) {
    super("blocked", message, { ...(violations[0] && { path: violations[0].path }), ...details });
    this.violations = violations;
  }
}
