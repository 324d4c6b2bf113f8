import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isCapTime, toCapTime } from "./time.ts";

const two = (value: number): string => String(value).padStart(2, "0");

describe("a time of CAP", () => {
  test("is one that the calendar has", { timeout: 60_000 }, () => {
    const part = (max: number): fc.Arbitrary<number> => fc.oneof(fc.nat(99), fc.constantFrom(0, 1, max, max + 1));
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 1, max: 9999 }), part(12), part(31), part(23), part(59), part(59)),
        ([year, month, day, hour, minute, second]) => {
          const text = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
          // Another way than the code takes: a date that is not there comes back as another one.
          const date = new Date(0);
          date.setUTCFullYear(year, month - 1, day);
          date.setUTCHours(hour, minute, second);
          expect(isCapTime(`${text}-05:00`)).toBe(date.toISOString() === `${text}.000Z`);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test.each([["2000-02-29"], ["2400-02-29"], ["2024-02-29"], ["1999-12-31"], ["2026-04-30"]])("has %s", (day) => {
    expect(isCapTime(`${day}T00:00:00-00:00`)).toBe(true);
  });

  test.each([
    ["1900-02-29"],
    ["2023-02-29"],
    ["2026-04-31"],
    ["2026-06-31"],
    ["2026-09-31"],
    ["2026-11-31"],
    ["0000-01-01"],
  ])("does not have %s", (day) => {
    expect(isCapTime(`${day}T00:00:00-00:00`)).toBe(false);
  });

  test.each([
    ["2026-11-20T09:00:00z", "2026-11-20T09:00:00-00:00"],
    ["2026-11-20t09:00:00,5+0100", "2026-11-20T09:00:00+01:00"],
    ["2026-11-20  09:00+01:00", "2026-11-20T09:00:00+01:00"],
    ["2026-11-20T09:00:00 -00:00", "2026-11-20T09:00:00-00:00"],
    ["2026-11-20T09:00:00+0000", "2026-11-20T09:00:00-00:00"],
    ["2026-11-20", undefined],
    ["2026-11-20T09:00:00", undefined],
    ["2026-11-20T09:00:00 EST", undefined],
    ["20.11.2026 09:00+01:00", undefined],
    ["2026-13-20T09:00:00Z", undefined],
  ])("made of %s is %s", (text, time) => {
    expect(toCapTime(text)).toBe(time);
  });
});
