import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseOptions } from "../models/parse.ts";
import { readOffset, readWallClock, zones } from "./fixtures/wall-clock.ts";
import { publishTimeSchema, type LocalTime } from "./publish-time.ts";
import { readInstant } from "./read-instant.ts";

const dayMs = 24 * 60 * 60 * 1000;

async function readIso(time: LocalTime): Promise<string> {
  return new Date(await readInstant(time)).toISOString();
}

describe("readInstant", () => {
  test("takes an instant as it is", async () => {
    expect(await readInstant("2026-11-20T09:00:00+01:00")).toBe(Date.parse("2026-11-20T08:00:00Z"));
  });

  test.each([
    ["in winter", "2026-01-15T09:00", "Europe/Paris", "2026-01-15T08:00:00.000Z"],
    ["in summer", "2026-07-15T09:00", "Europe/Paris", "2026-07-15T07:00:00.000Z"],
    ["with seconds", "2026-07-15T09:00:30", "Europe/Paris", "2026-07-15T07:00:30.000Z"],
    ["after the clocks were put forward", "2026-03-29T09:00", "Europe/Paris", "2026-03-29T07:00:00.000Z"],
    ["that is skipped: an hour later", "2026-03-29T02:30", "Europe/Paris", "2026-03-29T01:30:00.000Z"],
    ["that is skipped: an hour later", "2026-03-08T02:30", "America/New_York", "2026-03-08T07:30:00.000Z"],
    ["that is skipped: half an hour later", "2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z"],
    ["of a day that is skipped: a day later", "2011-12-30T09:00", "Pacific/Apia", "2011-12-30T19:00:00.000Z"],
    ["of the day after one that is skipped", "2011-12-31T09:00", "Pacific/Apia", "2011-12-30T19:00:00.000Z"],
    ["that comes twice: the first", "2026-10-25T02:30", "Europe/Paris", "2026-10-25T00:30:00.000Z"],
    ["that comes twice: the first", "2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000Z"],
    ["that comes twice: the first", "2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z"],
    ["where clocks never change", "2026-03-29T02:30", "Asia/Tokyo", "2026-03-28T17:30:00.000Z"],
    ["where clocks never change", "2026-03-29T02:30", "Asia/Kathmandu", "2026-03-28T20:45:00.000Z"],
    ["of UTC", "2026-03-29T02:30", "UTC", "2026-03-29T02:30:00.000Z"],
  ])("reads a local time %s", async (_, local, timeZone, instant) => {
    expect(await readIso({ local, timeZone })).toBe(instant);
  });

  test("agrees with Intl on every minute of the years around, whatever the zone", async () => {
    const minutes = fc.integer({ min: Date.UTC(2010, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 });
    await fc.assert(
      fc.asyncProperty(minutes, fc.constantFrom(...zones), async (minute, timeZone) => {
        const wall = minute * 60_000;
        const local = new Date(wall).toISOString().slice(0, 19);
        const instant = await readInstant({ local, timeZone });
        const candidates = [
          wall - readOffset(wall - 1.1 * dayMs, timeZone),
          wall - readOffset(wall + 1.1 * dayMs, timeZone),
        ];
        const showing = candidates.filter((candidate) => readWallClock(candidate, timeZone) === local);
        expect(instant).toBe(showing.length > 0 ? Math.min(...showing) : candidates[0]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the time of a publication", () => {
  const read = (at: unknown): unknown => parseOptions("publish", publishTimeSchema, at, "at");

  test.each([
    ["at", "tomorrow"],
    ["at", "2026-03-29T09:00"],
    ["at", 1_790_000_000_000],
    ["at.timeZone", { local: "2026-03-29T09:00", timeZone: "Mars/Base" }],
    ["at.timeZone", { local: "2026-03-29T09:00", timeZone: "+01:00" }],
    ["at.timeZone", { local: "2026-03-29T09:00" }],
    ["at.local", { local: "2026-02-30T09:00", timeZone: "Europe/Paris" }],
    ["at.local", { local: "2026-03-29T09:00Z", timeZone: "Europe/Paris" }],
    ["at.local", { local: "2026-03-29", timeZone: "Europe/Paris" }],
    ["at.local", { local: "2026-03-29T09", timeZone: "Europe/Paris" }],
    ["at.local", { local: "2026-03-29T09:00:00.5", timeZone: "Europe/Paris" }],
    ["at.zone", { local: "2026-03-29T09:00", timeZone: "Europe/Paris", zone: "UTC" }],
  ])("is refused at %s", (path, at) => {
    expect(() => read(at)).toThrow(expect.objectContaining({ code: "config", path }));
  });

  test("is an instant or a local time", () => {
    expect(read("2026-03-29T09:00:00Z")).toBe("2026-03-29T09:00:00Z");
    const local = { local: "2026-03-29T09:00", timeZone: "Europe/Paris" };
    expect(read(local)).toEqual(local);
  });
});
