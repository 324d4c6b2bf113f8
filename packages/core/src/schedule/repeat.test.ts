import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseOptions } from "../models/parse.ts";
import { firstOccurrence } from "./first-occurrence.ts";
import { readWallClock, zones } from "./fixtures/wall-clock.ts";
import { readOccurrences } from "./occurrences.ts";
import { publishRepeatSchema, type PublishRepeat } from "./publish-repeat.ts";

const mondays: PublishRepeat = { cron: "0 9 * * 1", timeZone: "Europe/Paris" };

/** The occurrences of `cron` between two instants. */
async function list(cron: string, timeZone: string, from: string, to: string): Promise<string[]> {
  const occurrences = await readOccurrences({ cron, timeZone });
  const found: string[] = [];
  let at = occurrences.after(Date.parse(from) - 1);
  while (at !== undefined && at < Date.parse(to)) {
    found.push(new Date(at).toISOString());
    at = occurrences.after(at);
  }
  return found;
}

describe("firstOccurrence", () => {
  test("is the first time at or after the given instant, and not sent when an hour late", async () => {
    expect(await firstOccurrence(mondays, Date.parse("2026-11-19T12:00:00Z"))).toEqual({
      dueAt: Date.parse("2026-11-23T08:00:00Z"),
      notAfter: "2026-11-23T09:00:00.000Z",
      repeat: { ...mondays, occurrence: 1, lateMs: 3_600_000 },
    });
    const onTime = Date.parse("2026-11-23T08:00:00Z");
    expect((await firstOccurrence(mondays, onTime)).dueAt).toBe(onTime);
    expect((await firstOccurrence(mondays, onTime + 1)).dueAt).toBe(Date.parse("2026-11-30T08:00:00Z"));
  });

  test("keeps until and lateMs", async () => {
    const until = "2026-11-30T09:00:30+01:00";
    const from = Date.parse("2026-11-19T12:00:00Z");
    const first = await firstOccurrence({ ...mondays, until, lateMs: 60_000 }, from);
    expect(first).toMatchObject({ notAfter: "2026-11-23T08:01:00.000Z", repeat: { until, lateMs: 60_000 } });
    const last = await firstOccurrence({ ...mondays, until, lateMs: 60_000 }, Date.parse("2026-11-30T07:00:00Z"));
    expect(last).toMatchObject({ notAfter: "2026-11-30T08:00:30.000Z", repeat: { until, lateMs: 60_000 } });
  });

  test.each([
    ["repeat.cron", { cron: "60 9 * * 1" }],
    ["repeat.cron", { cron: "0 24 * * 1" }],
    ["repeat.cron", { cron: "0 9 * * 8" }],
    ["repeat.cron", { cron: "0 9 * 13 *" }],
    ["repeat.cron", { cron: "5/10 9 * * *" }],
    ["repeat.cron", { cron: "0 9 31 2 *" }],
    ["repeat.until", { until: "2026-11-23T08:00:00Z" }],
  ])("refuses at %s: %o", async (path, wrong) => {
    await expect(firstOccurrence({ ...mondays, ...wrong }, Date.parse("2026-11-19T12:00:00Z"))).rejects.toMatchObject({
      code: "config",
      path,
    });
  });
});

describe("the options of repeat", () => {
  const read = (repeat: unknown): unknown => parseOptions("publish", publishRepeatSchema, repeat, "repeat");

  test.each([
    ["repeat.cron", { ...mondays, cron: "0 0 9 * * 1" }],
    ["repeat.cron", { ...mondays, cron: "0 9 * *" }],
    ["repeat.cron", { ...mondays, cron: "@daily" }],
    ["repeat.cron", { ...mondays, cron: "2026-11-20T09:00:00" }],
    ["repeat.cron", { timeZone: "Europe/Paris" }],
    ["repeat.timeZone", { ...mondays, timeZone: "Europe/Atlantis" }],
    ["repeat.timeZone", { cron: "0 9 * * 1" }],
    ["repeat.until", { ...mondays, until: "2026-11-20" }],
    ["repeat.lateMs", { ...mondays, lateMs: 999 }],
    ["repeat.lateMs", { ...mondays, lateMs: 1000.5 }],
    ["repeat.zone", { ...mondays, zone: "UTC" }],
  ])("are refused at %s", (path, repeat) => {
    expect(() => read(repeat)).toThrow(expect.objectContaining({ code: "config", path }));
  });

  test("are a pattern of five fields, a zone, an end and a patience", () => {
    const repeat = { ...mondays, cron: "*/5 8-17 1,15 JAN-JUN MON#2", until: "2027-01-01T00:00:00Z", lateMs: 1000 };
    expect(read(repeat)).toEqual(repeat);
  });
});

describe("a time of day", () => {
  test.each(zones)("stays on the wall of %s for a year, once a day", async (timeZone) => {
    const times = fc.record({ hour: fc.nat(23), minute: fc.nat(59), year: fc.integer({ min: 2009, max: 2034 }) });
    await fc.assert(
      fc.asyncProperty(times, async ({ hour, minute, year }) => {
        const found = await list(
          `${minute} ${hour} * * *`,
          timeZone,
          `${year}-01-01T00:00Z`,
          `${year + 1}-01-01T00:00Z`,
        );
        const walls = found.map((instant) => readWallClock(Date.parse(instant), timeZone));
        const days = new Set(walls.map((wall) => wall.slice(0, 10)));
        expect(days.size).toBe(found.length);
        // A whole day was skipped once, when Samoa went over the date line.
        expect(found.length).toBeGreaterThanOrEqual(364);
        const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00`;
        const moved = walls.filter((wall) => !wall.endsWith(time));
        expect(moved.length).toBeLessThanOrEqual(2);
        for (const wall of moved) expect(isFirstAfterGap(wall, timeZone)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  test("that is skipped comes when the clocks have been put forward", async () => {
    expect(await list("30 2 * * *", "Europe/Paris", "2026-03-28T12:00Z", "2026-03-30T12:00Z")).toEqual([
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
  });

  test("that comes twice is used once, also in a list", async () => {
    expect(await list("30 2,14 * * *", "Europe/Paris", "2026-10-24T20:00Z", "2026-10-25T20:00Z")).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T13:30:00.000Z",
    ]);
  });

  test("of a list is not lost in the gap", async () => {
    expect(await list("30 2,14 * * *", "Europe/Paris", "2026-03-28T20:00Z", "2026-03-29T20:00Z")).toEqual([
      "2026-03-29T01:00:00.000Z",
      "2026-03-29T12:30:00.000Z",
    ]);
  });

  test("with a step goes on through both hours", async () => {
    const found = await list("*/30 2 * * *", "Europe/Paris", "2026-10-24T20:00Z", "2026-10-25T20:00Z");
    expect(found).toHaveLength(4);
  });

  test("on days of the month or of the week", async () => {
    expect(await list("0 9 1 * MON", "UTC", "2026-11-28T00:00Z", "2026-12-10T00:00Z")).toEqual([
      "2026-11-30T09:00:00.000Z",
      "2026-12-01T09:00:00.000Z",
      "2026-12-07T09:00:00.000Z",
    ]);
  });
});

describe("the last time until an instant", () => {
  test("is the one that none follows before it", async () => {
    const instants = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) });
    const patterns = fc.constantFrom("0 9 * * 1", "30 2 * * *", "*/15 1-3 * * *", "0 0 29 2 *", "45 1,2 * * *");
    await fc.assert(
      fc.asyncProperty(instants, patterns, fc.constantFrom(...zones), async (instant, cron, timeZone) => {
        const { after, lastUntil } = await readOccurrences({ cron, timeZone });
        const last = lastUntil(instant) ?? NaN;
        expect(last).toBeLessThanOrEqual(instant);
        expect(after(last)).toBeGreaterThan(instant);
        expect(lastUntil(last)).toBe(last);
      }),
      { numRuns: 300 },
    );
  });

  test("is none after the end", async () => {
    const { after, lastUntil } = await readOccurrences({ ...mondays, until: "2026-11-30T08:00:00Z" });
    expect(lastUntil(Date.parse("2026-12-24T00:00:00Z"))).toBe(Date.parse("2026-11-23T08:00:00Z"));
    expect(after(Date.parse("2026-11-23T07:59:59Z"))).toBe(Date.parse("2026-11-23T08:00:00Z"));
    expect(after(Date.parse("2026-11-23T08:00:00Z"))).toBeUndefined();
  });
});

/** Whether a minute earlier the clock on the wall showed something else than a minute less. */
function isFirstAfterGap(wall: string, timeZone: string): boolean {
  const before = Date.parse(`${wall}Z`) - 60_000;
  for (let offset = -14 * 60; offset <= 14 * 60; offset += 15) {
    const instant = Date.parse(`${wall}Z`) - offset * 60_000;
    if (readWallClock(instant, timeZone) !== wall) continue;
    return readWallClock(instant - 60_000, timeZone) !== new Date(before).toISOString().slice(0, 19);
  }
  return false;
}
