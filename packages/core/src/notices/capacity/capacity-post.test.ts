import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger } from "../../index.ts";
import { divertedNotice, normalNotice } from "../fixtures/capacity.ts";
import { capacityPost, capacityState, noticeContent, type CapacityNotice } from "../index.ts";

const alternatives = [
  { name: "Lakeside Clinic", phone: "+1 555 010 0140" },
  { name: "Hillside Hospital", address: "2 Hill" },
];
const formsOf = (notice: CapacityNotice): readonly string[] => {
  const { text, shortTexts = [] } = capacityPost(notice);
  return [text, ...shortTexts];
};
describe("what a capacity notice becomes", () => {
  test("says state, what is missing, what to do, emergency line, as of, until, who to ask and link in this order", () => {
    const { text } = capacityPost(divertedNotice);
    const order = [
      "Riverton General Hospital: ambulances are being sent to other hospitals.",
      "Not available now: Dialysis",
      "Available: Maternity",
      "Many people in the county have the flu.",
      "Wait to be seen: 90 to 240 minutes. It can change at any time.",
      "Free beds: intensive care for adults – none; children – few",
      "Visits are limited for now.",
      "What to do: If you are very ill, come. For advice by night, call 555 010 0155.",
      "In an emergency call 911. Our emergency department does not turn anyone away.",
      "Other places of care: Lakeside Clinic, 4 Shore Road, Lakeside, +1 555 010 0140; Hillside Hospital, https://hillside.example.org",
      "As of: Nov 22, 18:00 (UTC-05:00)",
      "Valid until: Nov 22, 20:00 (UTC-05:00)",
      "Questions: +1 555 010 0100",
      "https://hospital.example.org/status",
    ];
    expect(text.split("\n")).toEqual(order);
  });

  test("keeps in its shortest form what to do, what is missing, the emergency line, until when and the telephone", () => {
    expect(formsOf(divertedNotice).at(-1)?.split("\n")).toEqual([
      "Riverton General Hospital: ambulances are being sent to other hospitals.",
      "Not available now: Dialysis",
      "What to do: If you are very ill, come. For advice by night, call 555 010 0155.",
      "In an emergency call 911. Our emergency department does not turn anyone away.",
      "Valid until: Nov 22, 20:00 (UTC-05:00)",
      "Questions: +1 555 010 0100",
    ]);
  });

  test("protects these passages in a thread", () => {
    expect(capacityPost(divertedNotice).protect).toEqual([
      "What to do: If you are very ill, come. For advice by night, call 555 010 0155.",
      "In an emergency call 911. Our emergency department does not turn anyone away.",
      "Not available now: Dialysis",
      "Valid until: Nov 22, 20:00 (UTC-05:00)",
      "Questions: +1 555 010 0100",
    ]);
  });

  test("speaks each language in a text of its own", () => {
    const { text, language, variants } = capacityPost(divertedNotice);
    const spanish = variants?.languages?.["es"];
    expect(language).toBe("en");
    expect(text).not.toContain("Hospital: las");
    expect(spanish?.text).toContain("Riverton General Hospital: las ambulancias van a otros hospitales.");
    expect(spanish?.text).toContain("En una emergencia llame al 911. Nuestras urgencias atienden a todos.");
    expect(spanish?.text).toContain("Válido hasta: 22 nov, 20:00 (UTC-05:00)");
    expect(spanish?.shortTexts).toHaveLength(capacityPost(divertedNotice).shortTexts!.length);
  });

  test("reads times in the zone of the readers, with equal digits in every language", () => {
    const { text, variants } = capacityPost(divertedNotice, { timeZone: "America/Anchorage" });
    expect(text).toContain("Valid until: Nov 22, 16:00 (UTC-09:00)");
    expect(variants?.languages?.["es"]?.text).toContain("Válido hasta: 22 nov, 16:00 (UTC-09:00)");
    expect(capacityPost(divertedNotice, { timeZone: "UTC" }).text).toContain("Valid until: Nov 23, 01:00 (UTC)");
    expect(capacityPost(divertedNotice, { timeZone: "Asia/Kolkata" }).text).toContain("Nov 23, 06:30 (UTC+05:30)");
  });

  test("tells where it comes from", () => {
    expect(capacityPost(divertedNotice).sources).toEqual([
      { name: "Riverton General Hospital", date: divertedNotice.asOf, url: "https://hospital.example.org/status" },
    ]);
  });
});

describe("the status in words", () => {
  test.each<[Partial<CapacityNotice>, string, string]>([
    [{}, "open", "open as usual."],
    [{ emsTraffic: "Advisory" }, "busy", "busy, expect long waits."],
    [{ clinicalStatus: "Level1" }, "busy", "busy, expect long waits."],
    [{ clinicalStatus: "Level2" }, "busy", "busy, expect long waits."],
    [{ clinicalStatus: "Full" }, "full", "very full, expect long waits."],
    [{ emsTraffic: "Closed", clinicalStatus: "Full" }, "ambulances-diverted", "ambulances are being sent"],
    [{ services: [{ name: { en: "Maternity" }, available: false }] }, "limited", "not everything works as usual."],
    [{ services: [{ name: { en: "Maternity" }, available: true }] }, "open", "open as usual."],
    [{ facilityStatus: "Compromised", whatToDo: { en: "Use the north door." } }, "limited", "not everything works"],
    [{ facilityStatus: "Evacuating", alternatives }, "evacuating", "patients are being moved out."],
    [{ facilityStatus: "Closed", emsTraffic: "Closed", alternatives }, "closed", "it cannot care for patients now."],
  ])("%j is told as %s", (change, state, words) => {
    const notice = { ...normalNotice, ...change };
    expect(capacityState(notice)).toBe(state);
    for (const form of formsOf(notice)) {
      expect(form).toContain(words);
      expect(form).toContain("In an emergency call 911.");
    }
  });

  test("nobody is turned away, wherever something is not as usual and there is an emergency department", () => {
    const says = (change: Partial<CapacityNotice>): boolean =>
      formsOf({ ...normalNotice, ...change }).every((form) => form.includes("does not turn anyone away"));
    expect(says({})).toBe(false);
    expect(says({ emsTraffic: "Advisory" })).toBe(true);
    expect(says({ securityStatus: "Lockdown" })).toBe(true);
    expect(says({ services: [{ name: { en: "Dialysis" }, available: false }] })).toBe(true);
    expect(says({ emsTraffic: "NotApplicable", clinicalStatus: "Full" })).toBe(false);
    expect(says({ facilityStatus: "Evacuating", alternatives })).toBe(false);
  });

  test("a house without an emergency department says so and sends nobody to it", () => {
    for (const form of formsOf({ ...normalNotice, emsTraffic: "NotApplicable" })) {
      expect(form).toContain("This hospital has no emergency department.");
      expect(form).toContain("What to do: If you have an appointment, come as usual.");
    }
  });

  test("where nobody can be cared for, the first other place stays in every form", () => {
    const forms = formsOf({ ...normalNotice, facilityStatus: "Closed", emsTraffic: "Closed", alternatives });
    expect(forms[0]).toContain("Hillside Hospital, 2 Hill");
    expect(forms.at(-1)).not.toContain("Hillside");
    for (const form of forms) {
      expect(form).toContain("What to do: Go to Lakeside Clinic.");
      expect(form).toContain("Lakeside Clinic, +1 555 010 0140");
    }
  });

  test("a wait of one length is not told as a span", () => {
    const { text } = capacityPost({ ...normalNotice, waitMinutes: { from: 30, to: 30 } });
    expect(text).toContain("Wait to be seen: about 30 minutes.");
  });

  test.each(["busy", "full"])("%s fits into 300 characters in each language", (state) => {
    const clinicalStatus = state === "full" ? "Full" : "Normal";
    const notice: CapacityNotice = {
      ...normalNotice,
      languages: ["en", "es"],
      emsTraffic: state === "busy" ? "Advisory" : "Normal",
      clinicalStatus,
    };
    expect(capacityState(notice)).toBe(state);
    const { shortTexts = [], variants } = capacityPost(notice);
    const shortest = [shortTexts, variants?.languages?.["es"]?.shortTexts ?? []].map(
      (texts) => texts.at(-1)?.length ?? 0,
    );
    expect(Math.max(...shortest)).toBeLessThanOrEqual(300);
    expect(Math.min(...shortest)).toBeGreaterThan(100);
  });

  test("only a closed or emptied house goes before everything else", () => {
    expect(capacityPost(divertedNotice).priority).toBe("high");
    expect(capacityPost({ ...normalNotice, facilityStatus: "Evacuating", alternatives }).priority).toBe("emergency");
  });
});

describe("publishing a capacity notice", () => {
  test("ends with validUntil, or when its facts are an hour old", () => {
    expect(noticeContent(divertedNotice).notAfter).toBe("2026-11-23T00:00:00.000Z");
    expect(noticeContent(divertedNotice, { maxAgeMs: 3 * 3_600_000 }).notAfter).toBe(divertedNotice.validUntil);
    const brief = { ...divertedNotice, validUntil: "2026-11-22T18:20:00-05:00" };
    expect(noticeContent(brief).notAfter).toBe(brief.validUntil);
  });

  test.each([
    ["2026-11-22T23:59:59Z", "delivered"],
    ["2026-11-23T00:00:01Z", "expired"],
  ])("at %s is %s", async (now, state) => {
    const fake = fakeAdapter();
    const clock = manualClock(Date.parse(now));
    await using care = createCarecast({ channels: { press: fake }, ledger: memoryLedger(), clock });
    const content = noticeContent({ ...normalNotice, asOf: divertedNotice.asOf });
    expect((await care.publish(content)).deliveries[0]?.state).toBe(state);
    expect(fake.posts).toHaveLength(state === "delivered" ? 1 : 0);
  });

  test("takes the longest form that a network can hold", async () => {
    const fake = fakeAdapter({ capabilities: { text: { limits: [{ unit: "graphemes", max: 300 }] } } });
    const clock = manualClock(Date.parse("2026-11-22T23:10:00Z"));
    await using care = createCarecast({
      channels: { press: { adapter: fake, languages: ["en", "es"] } },
      ledger: memoryLedger(),
      clock,
    });
    await care.publish(noticeContent({ ...divertedNotice, whatToDo: { en: "Come.", es: "Venga." } }));
    expect(fake.posts.map(({ text }) => text.includes("911"))).toEqual([true, true]);
    expect(fake.posts[0]?.text).toContain("https://hospital.example.org/status");
    expect(fake.posts[0]?.text).not.toContain("As of");
  });

  test.each([null, "notice", [], {}, { notice: "weather" }])("%j is no notice", (value) => {
    expect(() => noticeContent(value as never)).toThrow(expect.objectContaining({ code: "invalid-post" }));
  });

  test("content of no known kind names its kind", () => {
    expect(() => noticeContent({ notice: "weather" } as never)).toThrow(expect.objectContaining({ path: "notice" }));
  });
});
