import type { IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import { dateTimeSchema } from "../models/words.ts";
import { timeZoneSchema } from "./time-zone.ts";

/**
 * By which rule a publication comes again. Each occurrence is a publication of its own: `visits`, `visits~2`, `visits~3`.
 * Cancelling the one that waits ends the series.
 */
export interface PublishRepeat {
  /**
   * Minute, hour, day of month, month, day of week: `0 9 * * 1` is Mondays at 9:00. Days of the month and of the week that are
   * both given widen each other, as in every cron. A time of day that the clocks skip comes when they have been put
   * forward; one that they show twice comes once, unless minute or hour hold a `*` or a step.
   */
  readonly cron: string;
  /** A name of the IANA list: `Europe/Paris`. 9:00 stays 9:00 there across daylight saving. */
  readonly timeZone: string;
  /** From this instant on nothing goes out, late or not. Left out: it goes on. */
  readonly until?: IsoDateTime;
  /**
   * An occurrence that is later than this, in milliseconds, is not sent. Default one hour. Of several that were missed
   * only the last can still go out.
   */
  readonly lateMs?: number;
}

/** Checks the form; whether the pattern can be read, and ever comes, is for `firstOccurrence` to say. */
export const publishRepeatSchema = z.strictObject({
  cron: z
    .string()
    .check(
      z.regex(
        /^[\dA-Z*,/#-]+(?: +[\dA-Z*,/#-]+){4}$/i,
        "must have five fields: minute, hour, day of month, month, day of week.",
      ),
    ),
  timeZone: timeZoneSchema,
  until: z.optional(dateTimeSchema),
  lateMs: z.optional(z.int().check(z.minimum(1000))),
});
