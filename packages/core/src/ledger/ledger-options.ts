import { ConfigError } from "@carecast/adapter";

/** What every ledger can be told. */
export interface LedgerOptions {
  /**
   * How many handled events are remembered for each listener on each channel. Default 10,000. An event that comes
   * again after that many others counts as new.
   */
  readonly dedupeWindow?: number;
}

const defaultDedupeWindow = 10_000;

/** Throws a `ConfigError` that names the first key which `factory` does not know. */
export function refuseUnknownKeys(factory: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new ConfigError(`${factory} has no option "${key}". It has: ${known.join(", ")}.`, { path: key });
    }
  }
}

/** The dedupe window to use; throws a `ConfigError` when it is not a positive whole number. */
export function readDedupeWindow(factory: string, options: LedgerOptions): number {
  const { dedupeWindow = defaultDedupeWindow } = options;
  if (!Number.isSafeInteger(dedupeWindow) || dedupeWindow < 1) {
    throw new ConfigError(`${factory}: dedupeWindow must be a whole number of events, at least 1.`, {
      path: "dedupeWindow",
    });
  }
  return dedupeWindow;
}
