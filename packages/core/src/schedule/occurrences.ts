import { ConfigError } from "@carecast/adapter";
import type { Cron } from "croner";

import type { RepeatRecord } from "../ledger/records.ts";

/** What decides when the next time is. */
export type RepeatRule = Pick<RepeatRecord, "cron" | "timeZone" | "until">;

/** The times of one rule, in milliseconds since the epoch; `undefined` where there is none. */
export interface Occurrences {
  /** The first one later than this instant. */
  after(instant: number): number | undefined;
  /** The last one at this instant or earlier. */
  lastUntil(instant: number): number | undefined;
}

/**
 * Reads a rule.
 *
 * @throws ConfigError at `repeat.cron` for a pattern that cannot be read.
 */
export async function readOccurrences({ cron, timeZone, until }: RepeatRule): Promise<Occurrences> {
  // Only those who schedule by the wall clock or by a pattern load this.
  const library = await import("croner");
  const pattern = readPattern(library.Cron, cron, timeZone);
  const end = until === undefined ? Infinity : Date.parse(until);
  const upToEnd = (time: Date | null | undefined): number | undefined =>
    time && time.getTime() < end ? time.getTime() : undefined;
  return {
    after: (instant) => upToEnd(pattern.nextRun(new Date(instant))),
    lastUntil: (instant) => upToEnd(pattern.previousRuns(1, new Date(Math.min(instant + 1, end)))[0]),
  };
}

function readPattern(Pattern: typeof Cron, cron: string, timezone: string): Cron {
  try {
    // Without this rule a post at 2:30 and 14:30 would go out twice, or not at all, on the day the clocks change.
    return new Pattern(cron, { timezone, mode: "5-part", fixedTimeRule: "no-wildcard" });
  } catch {
    throw new ConfigError(
      "repeat.cron: this is not a cron pattern. Minutes go from 0 to 59, hours from 0 to 23, days of the month from 1 to 31, months from 1 to 12, days of the week from 0 to 7; a step follows * or a range.",
      { path: "repeat.cron" },
    );
  }
}
