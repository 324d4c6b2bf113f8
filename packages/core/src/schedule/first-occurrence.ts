import { ConfigError, type IsoDateTime } from "@carecast/adapter";

import type { RepeatRecord } from "../ledger/records.ts";
import { readOccurrences } from "./occurrences.ts";
import type { PublishRepeat } from "./publish-repeat.ts";

/** When one occurrence is due, and until when it may be late. */
export interface Occurrence {
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly notAfter: IsoDateTime;
  readonly repeat: RepeatRecord;
}

const oneHourMs = 60 * 60 * 1000;

/**
 * The first time of a rule at `from` (milliseconds since the epoch) or later.
 *
 * @throws ConfigError at `repeat.cron` for a pattern that cannot be read or never comes, at `repeat.until` for one that
 * ends before it begins.
 */
export async function firstOccurrence(
  { cron, timeZone, until, lateMs = oneHourMs }: PublishRepeat,
  from: number,
): Promise<Occurrence> {
  const dueAt = (await readOccurrences({ cron, timeZone })).after(from - 1);
  if (dueAt === undefined) throw new ConfigError("repeat.cron: no date fits this pattern.", { path: "repeat.cron" });
  if (until !== undefined && dueAt >= Date.parse(until))
    throw new ConfigError("repeat.until: nothing could ever be sent, because the first time is not earlier.", {
      path: "repeat.until",
    });
  return setOccurrence({ cron, timeZone, lateMs, occurrence: 1, ...(until !== undefined && { until }) }, dueAt);
}

export function setOccurrence(repeat: RepeatRecord, dueAt: number): Occurrence {
  const end = repeat.until === undefined ? Infinity : Date.parse(repeat.until);
  return { dueAt, notAfter: new Date(Math.min(dueAt + repeat.lateMs, end)).toISOString(), repeat };
}
