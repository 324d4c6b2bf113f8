import * as z from "zod/mini";

import { dateTimeSchema, phoneSchema, textSchema, webUrlSchema } from "../../models/words.ts";

// Facts are the same in every language, so a notice holds them once.

/** A day of the calendar, `2026-11-30`. */
export type CalendarDate = string;

/** Where people can ask. At least one of the two. */
export interface Contact {
  /** In every form of the text, however short. */
  readonly phone?: string;
  readonly url?: string;
}

export const nameSchema = textSchema.check(z.maxLength(80));

export const dateSchema = z.string().check(z.refine(isCalendarDate, "must be a real date, such as 2026-11-30."));

/** `2027-05`, or with a day where the pack shows one. */
export const expirySchema = z
  .string()
  .check(
    z.refine((text) => isCalendarDate(text.length === 7 ? `${text}-01` : text), "must be a month or a date: 2027-05."),
  );

export function isCalendarDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && dateTimeSchema.safeParse(`${text}T00:00:00Z`).success;
}

export const contactSchema = z
  .strictObject({ phone: z.optional(phoneSchema), url: z.optional(webUrlSchema) })
  .check(z.refine(({ phone, url }) => phone !== undefined || url !== undefined, "needs a phone or a url."));
