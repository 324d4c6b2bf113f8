import { InvalidPostError } from "@carecast/adapter";

import { isCalendarDate, type CalendarDate } from "../words/facts.ts";

/** Something in a record that a human has to look at. */
export interface RecordDoubt {
  /** The field of the record: `code_info`. */
  readonly path: string;
  readonly message: string;
}

export type RecordFields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is RecordFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The error for what is no record of the kind, without repeating it. */
export function refuseRecord(kind: string, message: string): InvalidPostError {
  return new InvalidPostError(`This is no ${kind} record of openFDA. ${message}`, [
    { path: "", rule: "record", message },
  ]);
}

/** The text of a field with single spaces; numbers and booleans as they are written; `undefined` where there is none. */
export function readText(fields: RecordFields, key: string): string | undefined {
  const value = fields[key];
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  return value.replace(/\s+/g, " ").trim() || undefined;
}

/** A list of texts. One text alone counts as a list. */
export function readList(fields: RecordFields, key: string): readonly string[] {
  const value = fields[key];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((entry) => readText({ entry }, "entry") ?? []);
}

/** The annotations that openFDA adds, which are often an empty object. */
export function readAnnotations(fields: RecordFields): RecordFields {
  const { openfda } = fields;
  return isFields(openfda) ? openfda : {};
}

/** Both ways in which the days of records are written; a day that could be two is none. */
export function readDay(fields: RecordFields, key: string, doubts: RecordDoubt[]): CalendarDate | undefined {
  const text = readText(fields, key);
  if (text === undefined) return undefined;
  const [date, isAmbiguous] = parseDay(text);
  if (date === undefined)
    doubts.push({
      path: key,
      message: isAmbiguous ? "could be two different days." : "is no day that can be read.",
    });
  return date;
}

/** `20260131`, `2026-01-31`, `01/31/2026`. With both numbers up to 12 the last form tells no day. */
export function parseDay(text: string): readonly [day: CalendarDate | undefined, isAmbiguous: boolean] {
  const plain = /^(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?$/.exec(text);
  if (plain) return [real(`${plain[1]}-${plain[2]}-${plain[3]}`), false];
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (!slashed) return [undefined, false];
  const [first = "", second = "", year = ""] = slashed.slice(1).map((part) => part.padStart(2, "0"));
  if (first !== second && Number(first) <= 12 && Number(second) <= 12) return [undefined, true];
  return [real(`${year}-${first}-${second}`) ?? real(`${year}-${second}-${first}`), false];
}

function real(date: CalendarDate): CalendarDate | undefined {
  return isCalendarDate(date) ? date : undefined;
}
