import { describe, expect, test } from "vitest";

import { divertedNotice, normalNotice } from "../fixtures/capacity.ts";
import { bedBand, capacityPost, type CapacityNotice } from "../index.ts";
import { builtInCapacityPhrases, type CapacityPhrases } from "./capacity-phrases.ts";

const alternatives = [{ name: "Lakeside Clinic", phone: "+1 555 010 0140" }];
const refused = (path: string, rule?: string): unknown =>
  expect.objectContaining({
    code: "invalid-post",
    violations: expect.arrayContaining([expect.objectContaining({ path, ...(rule && { rule }) })]) as unknown,
  });

describe("what is not fit for the public", () => {
  test.each<[string, unknown]>([
    ["asOf", { ...normalNotice, asOf: undefined }],
    ["asOf", { ...normalNotice, asOf: "2026-11-22T18:00:00" }],
    ["validUntil", { ...normalNotice, validUntil: undefined }],
    ["validUntil", { ...normalNotice, validUntil: normalNotice.asOf }],
    ["emergencyLine", { ...normalNotice, emergencyLine: undefined }],
    ["emergencyLine", { ...normalNotice, emergencyLine: "call us" }],
    ["emsTraffic", { ...normalNotice, emsTraffic: "Diverted" }],
    ["securityStatus", { ...normalNotice, securityStatus: "Elevated" }],
    ["clinicalStatus", { ...normalNotice, clinicalStatus: "NotApplicable" }],
    ["beds[0].count", { ...normalNotice, beds: [{ type: "Burn", band: "few", count: 2 }] }],
    ["beds[0].band", { ...normalNotice, beds: [{ type: "Burn", band: 2 }] }],
    ["beds[0].type", { ...normalNotice, beds: [{ type: "Morgue", band: "none" }] }],
    [
      "beds",
      {
        ...normalNotice,
        beds: [
          { type: "Burn", band: "few" },
          { type: "Burn", band: "none" },
        ],
      },
    ],
    ["waitMinutes.to", { ...normalNotice, waitMinutes: { from: 60, to: 30 } }],
    ["alternatives[0]", { ...normalNotice, alternatives: [{ name: "Lakeside Clinic" }] }],
    ["contact", { ...normalNotice, contact: {} }],
    ["languages", { ...normalNotice, languages: [] }],
    ["languages", { ...normalNotice, languages: ["en", "EN"] }],
    ["whatToDo.es", { ...divertedNotice, whatToDo: { en: "Come." } }],
    ["whatToDo.fr", { ...normalNotice, whatToDo: { en: "Come.", fr: "Venez." } }],
    ["whatToDo.en", { ...normalNotice, whatToDo: { en: "Come ".repeat(50) } }],
    ["morgue", { ...normalNotice, morgue: "Open" }],
  ])("names %s", (path, value) => {
    expect(() => capacityPost(value as CapacityNotice)).toThrow(refused(path));
  });

  test.each<[string, Partial<CapacityNotice>]>([
    ["emsTraffic", { facilityStatus: "Closed", emsTraffic: "Normal", alternatives }],
    ["waitMinutes", { facilityStatus: "Evacuating", waitMinutes: { from: 1, to: 2 }, alternatives }],
  ])("a contradiction at %s", (path, change) => {
    expect(() => capacityPost({ ...normalNotice, ...change })).toThrow(refused(path, "contradiction"));
  });

  test.each<[Partial<CapacityNotice>]>([
    [{ facilityStatus: "Compromised" }],
    [{ facilityStatus: "Evacuating" }],
    [{ facilityStatus: "Closed", emsTraffic: "Closed" }],
  ])("%j without what to do", (change) => {
    expect(() => capacityPost({ ...normalNotice, ...change })).toThrow(refused("whatToDo", "action"));
  });

  test("a language without fixed words, until somebody gives them", () => {
    const french: CapacityNotice = { ...normalNotice, languages: ["en", "fr"] };
    expect(() => capacityPost(french)).toThrow(refused("languages[1]", "phrases"));
  });

  test("phrases of the caller that leave out the emergency line, or send people away", () => {
    const capacity = builtInCapacityPhrases["en"]!;
    const write = (change: Partial<CapacityPhrases>) => () =>
      capacityPost(
        { ...normalNotice, languages: ["nl"] },
        { phrases: { nl: { capacity: { ...capacity, ...change } } } },
      );
    expect(write({})).not.toThrow();
    expect(write({ inEmergency: () => "Call somebody." })).toThrow(refused("phrases.nl", "emergency-line"));
    const english = { en: { capacity: { ...capacity, actions: { ...capacity.actions, open: "Do not come." } } } };
    expect(() => capacityPost(normalNotice, { phrases: english })).toThrow(refused("phrases.en", "do-not-come"));
  });

  test.each([
    ["Emergency department", "services[0].name.en"],
    ["ER", "services[0].name.en"],
  ])("%s among what is not available", (name, path) => {
    const services = [{ name: { en: name }, available: false }];
    expect(() => capacityPost({ ...normalNotice, services })).toThrow(refused(path, "do-not-come"));
    expect(() => capacityPost({ ...normalNotice, services: [{ name: { en: name }, available: true }] })).not.toThrow();
  });

  test("an option that is not known, and a zone that does not exist", () => {
    expect(() => capacityPost(normalNotice, { hurry: true } as object)).toThrow(
      expect.objectContaining({ code: "config", path: "hurry" }),
    );
    expect(() => capacityPost(normalNotice, { timeZone: "Moon/Base" })).toThrow(
      expect.objectContaining({ code: "config", path: "timeZone" }),
    );
  });
});

describe("a count of beds as a band", () => {
  test.each([
    [0, "none"],
    [1, "few"],
    [10, "few"],
    [11, "available"],
    [-999_999, undefined],
    [-1, undefined],
    [2.5, undefined],
    [Number.NaN, undefined],
  ])("%d is %s", (count, band) => {
    expect(bedBand(count)).toBe(band);
  });

  test("never tells fewer than four apart", () => {
    expect(bedBand(4, 3)).toBe("available");
    expect(() => bedBand(4, 2)).toThrow(expect.objectContaining({ code: "config", path: "fewUpTo" }));
    expect(() => bedBand(4, Number.NaN)).toThrow(expect.objectContaining({ code: "config" }));
  });
});
