import { ConfigError, InvalidPostError } from "@carecast/adapter";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { text, time } from "../fixtures/arbitrary-alert.ts";
import { alert } from "../fixtures/documents.ts";
import { capFeedEntry, readCapFeed, writeCapFeed, type CapFeed } from "../index.ts";

const written: CapFeed = {
  id: "https://hospital.example.org/alerts",
  title: "Alerts of the hospital",
  updated: "2026-11-20T09:00:00-05:00",
  author: "Riverton General Hospital",
  url: "https://hospital.example.org/alerts.atom?a=1&b=%222%22",
  entries: [capFeedEntry(alert, "https://hospital.example.org/8.cap")],
};

describe("a feed that is written", () => {
  const arbitraryFeed: fc.Arbitrary<CapFeed> = fc
    .record({
      title: text,
      updated: time,
      author: text,
      entries: fc.array(fc.record({ title: text, updated: time, summary: text })),
    })
    .map(({ entries: list, ...feed }) => ({
      ...written,
      ...feed,
      entries: list.map((entry, index) => ({
        ...entry,
        id: `urn:example:${index}`,
        url: `https://example.org/${index}?a&b`,
      })),
    }));

  /** Readers of feeds take no notice of space around a text. */
  const trimmed = ({ author, ...feed }: CapFeed): unknown =>
    JSON.parse(JSON.stringify({ author, ...feed }), (_key, value: unknown) =>
      typeof value === "string" ? value.trim() : value,
    );

  test("reads back as Atom", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(arbitraryFeed, (feed) => {
        expect(trimmed(readCapFeed(writeCapFeed(feed)).feed)).toEqual(trimmed(feed));
      }),
    );
  });

  test("reads back as RSS, which has no author", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(arbitraryFeed, ({ author: _author, ...feed }) => {
        const reading = readCapFeed(writeCapFeed(feed, { format: "rss" }));
        // GMT is the one zone that RSS has no number for.
        const inUtc = JSON.parse(JSON.stringify(trimmed(feed)).replaceAll("-00:00", "Z")) as unknown;
        expect(trimmed(reading.feed)).toEqual(inUtc);
        expect(reading.warnings).toEqual([]);
      }),
    );
  });

  test("links to CAP documents, and does not carry them", () => {
    const feed = writeCapFeed({ ...written, entries: [{ ...written.entries[0]!, alert }] });
    expect(feed).toContain(
      '<link rel="alternate" type="application/cap+xml" href="https://hospital.example.org/8.cap"/>',
    );
    expect(feed).not.toContain("urn:oasis");
    expect(feed).toContain("<id>https://hospital.example.org/8.cap</id>");
  });

  test("has the words of the alert", () => {
    const [entry] = written.entries;
    expect(entry).toEqual({
      id: "https://hospital.example.org/8.cap",
      title: "Boil tap water in Riverton before drinking",
      updated: alert.sent,
      url: "https://hospital.example.org/8.cap",
      summary: "A water main broke. Germs & dirt may be in the pipes.",
    });
    expect(capFeedEntry({ ...alert, info: [alert.info[1]!] }, "https://example.org/8").title).toBe(
      "Orden de hervir el agua",
    );
    expect(capFeedEntry({ ...alert, info: [] }, "https://example.org/8").title).toBe("Update riverton-2026-8");
  });

  test("says dates as each format does", () => {
    const minutes = { ...written, updated: "2026-11-20T09:00-05:00" };
    expect(writeCapFeed(minutes)).toContain("<updated>2026-11-20T09:00:00-05:00</updated>");
    expect(writeCapFeed(minutes, { format: "rss" })).toContain(
      "<lastBuildDate>Fri, 20 Nov 2026 09:00:00 -0500</lastBuildDate>",
    );
    expect(writeCapFeed({ ...written, updated: "2026-11-20T14:00:00Z" }, { format: "rss" })).toContain("14:00:00 GMT<");
  });

  const entry = { ...written.entries[0]! };
  test.each<[Partial<Record<keyof CapFeed, unknown>>, readonly string[], readonly string[]]>([
    [{ id: undefined }, ["id missing"], ["id missing"]],
    [{ id: "urn:example:a" }, [], ["id uri"]],
    [{ id: "alerts" }, ["id uri"], ["id uri"]],
    [{ title: " " }, ["title missing"], ["title missing"]],
    [{ title: "a\u0000" }, ["title xml-character"], ["title xml-character"]],
    [{ updated: undefined }, ["updated missing"], ["updated missing"]],
    [{ updated: "2026-02-30T09:00:00Z" }, ["updated time"], ["updated time"]],
    [{ author: undefined }, ["author missing"], []],
    [{ url: "alerts.atom" }, ["url uri"], ["url uri"]],
    [{ entries: [{ ...entry, url: undefined }] }, ["entries[0].url missing"], ["entries[0].url missing"]],
    [{ entries: [{ ...entry, url: "javascript:alert(1)" }] }, ["entries[0].url uri"], ["entries[0].url uri"]],
    [{ entries: [{ ...entry, title: undefined }] }, ["entries[0].title missing"], ["entries[0].title missing"]],
    [{ entries: [{ ...entry, updated: "soon" }] }, ["entries[0].updated time"], ["entries[0].updated time"]],
    [{ entries: [{ ...entry, id: "a b" }] }, ["entries[0].id uri"], []],
    [{ entries: [{ ...entry, summary: "" }] }, ["entries[0].summary missing"], ["entries[0].summary missing"]],
    [{ entries: [entry, entry] }, ["entries[1] repeated-id"], ["entries[1] repeated-id"]],
  ])("is refused with %j", (change, asAtom, asRss) => {
    const refusals = (format: "atom" | "rss"): readonly string[] => {
      try {
        writeCapFeed({ ...written, ...change } as CapFeed, { format });
      } catch (error) {
        if (error instanceof InvalidPostError) return error.violations.map(({ path, rule }) => `${path} ${rule}`);
        throw error;
      }
      return [];
    };
    expect(refusals("atom")).toEqual(asAtom);
    expect(refusals("rss")).toEqual(asRss);
  });
});

test("options of another name are refused", () => {
  expect(() => writeCapFeed(written, { formt: "atom" } as object)).toThrow(ConfigError);
  expect(() => writeCapFeed(written, { format: "json" } as object)).toThrow(
    expect.objectContaining({ code: "config", path: "format" }),
  );
});
