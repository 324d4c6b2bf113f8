import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { alertPost, createCarecast, memoryLedger, parseAlert, type Alert, type AlertInfo } from "../index.ts";

const info: AlertInfo = {
  language: "en-US",
  category: ["Health"],
  event: "Boil water order",
  responseType: ["Prepare"],
  urgency: "Immediate",
  severity: "Severe",
  certainty: "Observed",
  expires: "2026-11-22T18:00:00-05:00",
  senderName: "Riverton General Hospital",
  headline: "Boil tap water in Riverton before drinking",
  description: "A water main broke and germs may have entered the pipes.",
  instruction: "Boil tap water for 1 minute before you drink it. Bottled water is safe.",
  web: "https://example.org/water",
  contact: "+1 555 010 0100",
  area: [{ areaDesc: "Riverton" }],
};

const alert: Alert = {
  identifier: "riverton-2026-7",
  sender: "alerts@hospital.example.org",
  sent: "2026-11-20T09:00:00-05:00",
  status: "Actual",
  msgType: "Alert",
  scope: "Public",
  info: [info],
};

const withInfo = (change: Partial<AlertInfo>): Alert => ({ ...alert, info: [{ ...info, ...change }] });

function without(...keys: (keyof AlertInfo)[]): Alert {
  const kept = Object.entries(info).filter(([key]) => !keys.includes(key as keyof AlertInfo));
  return { ...alert, info: [Object.fromEntries(kept) as unknown as AlertInfo] };
}

describe("what an alert becomes", () => {
  test("says state, what, where, action, until, who and link in this order", () => {
    const { text } = alertPost(alert, { timeZone: "America/New_York" });
    const order = [
      "HEALTH ALERT",
      "Boil tap water in Riverton",
      "Where: Riverton",
      "Do this: Boil tap water",
      "Until: Nov 22, 18:00",
      "From: Riverton General",
      "https://example.org/water",
    ];
    const positions = order.map((passage) => text.indexOf(passage));
    expect(positions.every((position) => position >= 0)).toBe(true);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  test("action, place and time survive in every form", () => {
    const { text, shortTexts = [] } = alertPost(alert);
    expect(shortTexts.length).toBeGreaterThan(2);
    for (const form of [text, ...shortTexts]) {
      expect(form).toContain("Boil tap water for 1 minute before you drink it.");
      expect(form).toContain("Where: Riverton");
      expect(form).toContain("18:00 (UTC-05:00)");
    }
    const lengths = [text, ...shortTexts].map(({ length }) => length);
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
  });

  test("expires with the alert and goes first", () => {
    expect(alertPost(alert)).toMatchObject({ priority: "emergency", language: "en-US" });
    expect(alertPost(withInfo({ severity: "Minor" })).priority).toBe("high");
  });

  test.each([
    ["2026-11-22T18:00-05:00", "18:00 (UTC-05:00)"],
    ["2026-11-22T18:00:00.000Z", "18:00 (UTC)"],
    ["2026-11-22T18:00:00+00:00", "18:00 (UTC)"],
  ])("writes the end %s as %s", (expires, words) => {
    expect(alertPost(withInfo({ expires })).text).toContain(words);
  });

  test("without an end says so", () => {
    expect(alertPost(without("expires")).text).toContain("Until: further notice");
  });

  test("shortens a long list of places to the first and their number", () => {
    const area = ["Riverton and its northern suburbs", "Lakeside County", "Hillside County"].map((areaDesc) => ({
      areaDesc,
    }));
    expect(alertPost(withInfo({ area })).text).toContain("Where: Riverton and its northern suburbs and 2 more");
  });

  test.each([
    ["Alert", "Extreme", "HEALTH ALERT: "],
    ["Alert", "Moderate", "HEALTH ADVISORY: "],
    ["Alert", "Minor", "HEALTH NOTICE: "],
    ["Update", "Severe", "UPDATE: "],
    ["Cancel", "Severe", "CANCELLED: "],
  ] as const)("%s of severity %s begins with %s", (msgType, severity, state) => {
    const references = [{ sender: alert.sender, identifier: "riverton-2026-6", sent: alert.sent }];
    const { text } = alertPost({ ...withInfo({ severity }), msgType, references });
    expect(text.startsWith(state)).toBe(true);
  });

  test("an all clear says so whatever its message type", () => {
    expect(alertPost(withInfo({ responseType: ["AllClear"] })).text).toMatch(/^ALL CLEAR: /);
  });

  test("what takes it back has no end: readers would take that for the end of the all clear", () => {
    const references = [{ sender: alert.sender, identifier: "riverton-2026-6", sent: alert.sent }];
    const over = [
      withInfo({ responseType: ["AllClear"] }),
      { ...alert, msgType: "Cancel" as const, references },
      { ...alert, msgType: "Cancel" as const, references, info: without("expires").info },
    ];
    for (const message of over) {
      const { text, shortTexts = [] } = alertPost(message);
      for (const form of [text, ...shortTexts]) expect(form).not.toMatch(/Until|18:00/);
    }
  });

  test("derives the action from the response type when there is no instruction", () => {
    const derived = {
      ...without("instruction"),
      info: [{ ...without("instruction").info[0]!, responseType: ["Shelter" as const] }],
    };
    expect(alertPost(derived).text).toContain("Do this: Stay inside.");
  });

  test("speaks each language in a text of its own", () => {
    const spanish: AlertInfo = {
      ...info,
      language: "es",
      headline: "Hierva el agua en Riverton",
      instruction: "Hierva el agua 1 minuto.",
      area: [{ areaDesc: "Riverton" }],
    };
    const post = alertPost({ ...alert, info: [info, spanish] });
    expect(post.text).not.toContain("Hierva");
    expect(post.variants?.languages?.["es"]?.text).toMatch(/^ALERTA SANITARIA: Hierva/);
    expect(post.variants?.languages?.["es"]?.text).toContain("Qué hacer: Hierva el agua 1 minuto.");
  });
});

describe("what never becomes a post", () => {
  test.each(["Exercise", "System", "Test", "Draft"] as const)("status %s", (status) => {
    expect(() => alertPost({ ...alert, status })).toThrow(expect.objectContaining({ code: "blocked", path: "status" }));
  });

  test.each(["Restricted", "Private"] as const)("scope %s", (scope) => {
    expect(() => alertPost({ ...alert, scope })).toThrow(expect.objectContaining({ code: "blocked", path: "scope" }));
  });

  test.each(["Ack", "Error"] as const)("message type %s", (msgType) => {
    expect(() => alertPost({ ...alert, msgType })).toThrow(
      expect.objectContaining({ code: "blocked", path: "msgType" }),
    );
  });

  test("a severe alert that does not say what to do", () => {
    expect(() => alertPost(without("instruction", "responseType"))).toThrow(
      expect.objectContaining({ code: "invalid-post", path: "info[0].instruction" }),
    );
  });

  test("an alert of nobody", () => {
    expect(() => alertPost(without("senderName"))).toThrow(expect.objectContaining({ path: "info[0].senderName" }));
  });

  test("a language without fixed words, until somebody gives them", () => {
    const dutch = withInfo({ language: "nl" });
    expect(() => alertPost(dutch)).toThrow(expect.objectContaining({ path: "info[0].language" }));
  });
});

describe("the shape of an alert", () => {
  test.each([
    ["identifier", { ...alert, identifier: "has space" }],
    ["sent", { ...alert, sent: "2026-02-30T09:00:00Z" }],
    ["references", { ...alert, msgType: "Update" }],
    ["info[0].severity", { ...alert, info: [{ ...info, severity: "Bad" }] }],
    ["info[0].web", { ...alert, info: [{ ...info, web: "ftp://example.org" }] }],
    ["hurry", { ...alert, hurry: true }],
  ])("names %s", (path, value) => {
    expect(() => parseAlert(value)).toThrow(expect.objectContaining({ code: "invalid-post", path }));
  });
});

describe("publishing an alert", () => {
  test("takes the longest form that a network can hold", async () => {
    const wide = fakeAdapter();
    const narrow = fakeAdapter({ capabilities: { text: { limits: [{ unit: "graphemes", max: 200 }] } } });
    const clock = manualClock(Date.parse("2026-11-20T15:00:00Z"));
    const care = createCarecast({ channels: { wide, narrow }, ledger: memoryLedger(), clock });
    const report = await care.publish(alert);
    expect(report.ok).toBe(true);
    expect(wide.posts[0]?.text).toContain("A water main broke");
    expect(narrow.posts[0]?.text).toContain("Do this: Boil tap water for 1 minute before you drink it.");
    expect(narrow.posts[0]!.text.length).toBeLessThanOrEqual(200);
  });

  test("after its end is expired, not sent", async () => {
    const fake = fakeAdapter();
    const clock = manualClock(Date.parse("2026-11-23T00:00:00Z"));
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger(), clock });
    expect((await care.publish(alert)).deliveries[0]?.state).toBe("expired");
    expect(fake.posts).toHaveLength(0);
  });
});
