import { fakeAdapter, type PartialCapabilities } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger, type Plan, type PlanRequest, type Post } from "../index.ts";

function plan(post: Post, capabilities: PartialCapabilities = {}, options: PlanRequest = {}): Plan {
  const care = createCarecast({ channels: { press: fakeAdapter({ capabilities }) }, ledger: memoryLedger() });
  return care.plan(post, options as PlanRequest<"press">);
}

const limit = (max: number): PartialCapabilities => ({ text: { limits: [{ unit: "graphemes", max }] } });

describe("the text", () => {
  test("gets the links and hashtags that it does not hold yet", () => {
    const planned = plan({
      text: "Read https://example.org/a #Flood",
      links: [{ url: "https://example.org/a" }, { url: "https://example.org/b" }],
      hashtags: ["Flood", "BoilWater"],
    });
    expect(planned.targets[0]?.parts[0]?.text).toBe(
      "Read https://example.org/a #Flood\nhttps://example.org/b\n#BoilWater",
    );
  });

  test("a hashtag inside a longer one does not count as held", () => {
    const planned = plan({ text: "#Flooding", hashtags: ["Flood"] });
    expect(planned.targets[0]?.parts[0]?.text).toBe("#Flooding\n#Flood");
  });

  test("is counted with its content warning where the network counts both", () => {
    const post = { text: "body", contentWarning: "abc" };
    expect(plan(post, { contentWarning: "counted" }).targets[0]?.parts[0]?.counts[0]?.count).toBe(7);
    expect(plan(post, { contentWarning: "separate" }).targets[0]?.parts[0]?.counts[0]?.count).toBe(4);
  });

  test("at the limit fits, one more does not", () => {
    expect(plan({ text: "12345" }, limit(5)).ok).toBe(true);
    expect(plan({ text: "123456" }, limit(5)).targets[0]?.violations).toMatchObject([
      { rule: "text-too-long", path: "text", count: 6, limit: 5 },
    ]);
  });

  test("every limit holds at once", () => {
    const both: PartialCapabilities = {
      text: {
        limits: [
          { unit: "graphemes", max: 300 },
          { unit: "bytes", max: 10 },
        ],
      },
    };
    expect(plan({ text: "ééééé" }, both).ok).toBe(true);
    expect(plan({ text: "éééééé" }, both).targets[0]?.violations[0]?.message).toContain("12 bytes");
  });
});

describe("a text that is too long", () => {
  const post: Post = { text: "A long warning about water.", shortTexts: ["A warning about water.", "Boil water."] };

  test("is never shortened or split unless the caller allowed it", () => {
    expect(plan(post, limit(12)).ok).toBe(false);
    expect(plan(post, limit(12)).targets[0]?.parts).toEqual([]);
  });

  test("takes the longest form that fits, and says so", () => {
    const planned = plan(post, limit(12), { overflow: "shorten" }).targets[0];
    expect(planned?.parts[0]?.text).toBe("Boil water.");
    expect(planned?.warnings).toMatchObject([{ rule: "shortened", path: "shortTexts[1]" }]);
    expect(plan(post, limit(24), { overflow: "shorten" }).targets[0]?.parts[0]?.text).toBe("A warning about water.");
  });

  test("becomes a thread, and says so", () => {
    const planned = plan(post, limit(15), { overflow: "thread" }).targets[0];
    expect(planned?.parts.map(({ text }) => text)).toEqual(["A long warning", "about water."]);
    expect(planned?.warnings).toMatchObject([{ rule: "thread" }]);
  });

  test("cannot become a thread where the network has none", () => {
    expect(plan(post, { ...limit(15), threads: false }, { overflow: "thread" }).ok).toBe(false);
  });
});

describe("media, polls and cards", () => {
  const picture = { bytes: new Uint8Array([1]), alt: "A map" } as const;

  test("ride on the first part alone", () => {
    const planned = plan({ text: "One two. Three four.", media: [picture] }, limit(11), { overflow: "thread" });
    expect(planned.targets[0]?.parts.map(({ media }) => media.length)).toEqual([1, 0]);
  });

  test("too many media are a violation, and none is dropped", () => {
    const planned = plan({ text: "a", media: [picture, picture, picture] }, { media: { max: 2 } });
    expect(planned.targets[0]?.violations).toMatchObject([{ rule: "media-count", count: 3, limit: 2 }]);
  });

  test("a description that is too long is a violation", () => {
    const planned = plan({ text: "a", media: [picture] }, { media: { alt: { unit: "graphemes", max: 3 } } });
    expect(planned.targets[0]?.violations).toMatchObject([
      { rule: "alt-too-long", path: "media[0].alt", count: 5, limit: 3 },
    ]);
  });

  test("a poll where there are none is a violation", () => {
    const poll = { options: ["yes", "no"], closesAt: "2026-12-01T00:00:00Z" };
    expect(plan({ text: "a", poll }, { polls: "none" }).targets[0]?.violations).toMatchObject([{ rule: "poll" }]);
  });

  test("a link with a title becomes the card", () => {
    const planned = plan({ text: "a", links: [{ url: "https://example.org", title: "Notice" }] });
    expect(planned.targets[0]?.parts[0]?.card).toEqual({ url: "https://example.org", title: "Notice" });
  });
});

describe("what readers would miss", () => {
  test("an audience that the network cannot keep is refused, not widened", () => {
    const planned = plan({ text: "a", audience: "followers" }, { audiences: ["public"] });
    expect(planned.targets[0]?.violations).toMatchObject([{ rule: "audience", path: "audience" }]);
  });

  test("a content warning is refused where there is none", () => {
    expect(plan({ text: "a", contentWarning: "blood" }, { contentWarning: "none" }).ok).toBe(false);
  });

  test("a content warning that becomes a label is told", () => {
    const planned = plan({ text: "a", contentWarning: "blood" }, { contentWarning: "label" });
    expect(planned.targets[0]?.warnings).toMatchObject([{ rule: "content-warning-label" }]);
  });

  test("a language that the network does not keep is told", () => {
    const planned = plan({ text: "a", language: "en" }, { language: false });
    expect(planned.targets[0]?.warnings).toMatchObject([{ rule: "language-lost" }]);
  });
});

describe("languages and channels", () => {
  const post: Post = {
    text: "Boil water.",
    language: "en",
    variants: { languages: { es: { text: "Hierva el agua." } }, channels: { wards: { text: "Staff: boil water." } } },
  };

  test("each channel gets its own words", () => {
    const care = createCarecast({
      channels: {
        press: fakeAdapter(),
        prensa: { adapter: fakeAdapter(), languages: ["es-US"] },
        both: { adapter: fakeAdapter(), languages: ["en", "es"] },
        wards: fakeAdapter(),
      },
      ledger: memoryLedger(),
    });
    const rows = care.plan(post).targets.map(({ channel, language, parts }) => [channel, language, parts[0]?.text]);
    expect(rows).toEqual([
      ["press", "en", "Boil water."],
      ["prensa", "es-US", "Hierva el agua."],
      ["both", "en", "Boil water."],
      ["both", "es", "Hierva el agua."],
      ["wards", "en", "Staff: boil water."],
    ]);
  });

  test("a channel whose language the post does not have is never sent another one", () => {
    const care = createCarecast({
      channels: { presse: { adapter: fakeAdapter(), languages: ["fr"] } },
      ledger: memoryLedger(),
    });
    expect(care.plan({ text: "a", language: "en" }).targets[0]).toMatchObject({
      parts: [],
      violations: [{ rule: "language-missing", path: "variants.languages.fr" }],
    });
  });

  test("words that no channel would get are told", () => {
    const care = createCarecast({ channels: { wards: fakeAdapter() }, ledger: memoryLedger() });
    expect(care.plan(post).warnings).toMatchObject([{ rule: "language-unsent", path: "variants.languages.es" }]);
  });
});

describe("limits", () => {
  test("are the documented ones until the account's server was asked", async () => {
    const press = fakeAdapter({ capabilities: limit(5), discovers: limit(10) });
    const care = createCarecast({ channels: { press }, ledger: memoryLedger() });
    expect(care.plan({ text: "1234567" }).targets[0]).toMatchObject({ limits: "documented", parts: [] });
    await care.check();
    expect(care.plan({ text: "1234567" })).toMatchObject({ ok: true, targets: [{ limits: "live" }] });
  });

  test("are read before the first publication, once", async () => {
    const press = fakeAdapter({ capabilities: limit(5), discovers: limit(10) });
    const care = createCarecast({ channels: { press }, ledger: memoryLedger() });
    await Promise.all([care.publish({ text: "1234567" }), care.publish({ text: "1234567" })]);
    await care.publish({ text: "1234567" });
    expect(press.calls.filter(({ method }) => method === "discover")).toHaveLength(1);
  });

  test("that cannot be read do not stop an alert", async () => {
    const press = fakeAdapter({ discovers: limit(10) });
    press.always("discover", "unreachable");
    const care = createCarecast({ channels: { press }, ledger: memoryLedger() });
    expect((await care.publish({ text: "Boil water." })).ok).toBe(true);
  });

  test("planning makes no call", () => {
    const press = fakeAdapter({ discovers: limit(10) });
    createCarecast({ channels: { press }, ledger: memoryLedger() }).plan({ text: "a" });
    expect(press.calls).toEqual([]);
  });
});
