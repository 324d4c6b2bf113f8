import type { CapacityNotice } from "@carecast/core/notices";
import { expect, test } from "vitest";

import { decide, type Memory, type Said } from "./decide.ts";

const now = Date.parse("2026-11-22T16:00:00-05:00");
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();

const open: CapacityNotice = {
  notice: "capacity",
  languages: ["en"],
  facility: { name: "Riverton General" },
  asOf: at(-2),
  validUntil: at(120),
  emsTraffic: "Normal",
  facilityStatus: "Normal",
  emergencyLine: "911",
};
const busy: CapacityNotice = { ...open, emsTraffic: "Advisory" };
const full: CapacityNotice = { ...open, clinicalStatus: "Full" };
const diverted: CapacityNotice = { ...open, emsTraffic: "Closed" };

const said = (word: Said["word"], minutesAgo: number, change: Partial<Said> = {}): Memory => ({
  said: {
    word,
    at: now - minutesAgo * 60_000,
    validUntil: at(120 - minutesAgo),
    publication: "capacity-1",
    missing: [],
    ...change,
  },
});

test.each<[string, CapacityNotice, Memory, boolean, RegExp]>([
  ["open at the beginning", open, {}, false, /unchanged/],
  ["busy at the beginning", busy, {}, true, /changed from open/],
  ["still busy", busy, said("busy", 30), false, /unchanged: still busy/],
  ["still busy when what was said has run out", busy, said("busy", 120), true, /has run out/],
  ["still open when what was said has run out", open, said("open", 120), false, /unchanged/],
  ["still busy where a channel has missed it", busy, said("busy", 1, { missing: ["sky"] }), true, /not every channel/],
  ["still open where a channel has missed it", open, said("open", 1, { missing: ["sky"] }), true, /not every channel/],
  ["full a quarter of an hour after busy", full, said("busy", 15), true, /changed from busy/],
  ["full sooner after busy", full, said("busy", 14), false, /too soon/],
  ["a diversion sooner after busy", diverted, said("busy", 1), true, /said at once/],
  ["the return to normal sooner after a diversion", open, said("ambulances-diverted", 1), true, /always said/],
  ["facts of an hour", { ...busy, asOf: at(-60) }, {}, true, /changed/],
  ["facts of more than an hour", { ...busy, asOf: at(-61) }, {}, false, /too old: the facts are 61 minutes old/],
  ["a return to normal that is too old", { ...open, asOf: at(-61) }, said("busy", 70), false, /too old/],
  ["what is no longer valid", { ...busy, validUntil: at(0) }, {}, false, /no longer valid/],
  ["older facts than were seen", busy, { newestAsOf: at(-1) }, false, /newer facts came before/],
  ["the same facts again", busy, { newestAsOf: at(-2) }, false, /newer facts came before/],
])("%s", (_, notice, memory, say, why) => {
  expect(decide(notice, memory, now)).toMatchObject({ say, why: expect.stringMatching(why) as string });
});

test("who has missed it is the only one that is told again", () => {
  expect(decide(busy, said("busy", 30, { missing: ["sky"] }), now).channels).toEqual(["sky"]);
});
