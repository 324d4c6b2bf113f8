import type { IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import { dateTimeSchema } from "../models/words.ts";
import { timeZoneSchema } from "./time-zone.ts";

/** When to publish: an instant, or what the clock on a wall shows. */
export type PublishTime = IsoDateTime | LocalTime;

/**
 * What the clock on a wall shows somewhere. A time that the clocks skip comes as much later as they were put forward,
 * one that they show twice is the first of the two (RFC 5545, section 3.3.5).
 */
export interface LocalTime {
  /** Date and time without a zone: `2026-03-29T09:00`, with seconds if they matter. */
  readonly local: string;
  /** A name of the IANA list: `Europe/Paris`. */
  readonly timeZone: string;
}

const wallClock = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/;

const localSchema = z
  .string()
  .check(
    z.refine(
      (text) => wallClock.test(text) && dateTimeSchema.safeParse(`${addSeconds(text)}Z`).success,
      "must be a real date and time without a zone, such as 2026-03-29T09:00.",
    ),
  );

export const publishTimeSchema = z.union(
  [dateTimeSchema, z.strictObject({ local: localSchema, timeZone: timeZoneSchema })],
  "must be a real date and time with a zone, such as 2026-11-20T09:00:00+01:00, or { local, timeZone }.",
);

export function addSeconds(local: string): string {
  return local.padEnd("2026-03-29T09:00:00".length, ":00");
}
