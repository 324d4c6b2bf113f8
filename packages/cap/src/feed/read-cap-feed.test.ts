import { ConfigError, InvalidPostError } from "@carecast/adapter";
import { describe, expect, test } from "vitest";

import { alert, edit, fullDocument, smallDocument } from "../fixtures/documents.ts";
import { readCap, readCapFeed, type CapMode } from "../index.ts";

const atom = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:geo="urn:example:geo">
  <id>https://hospital.example.org/alerts</id>
  <title>Alerts of the hospital</title>
  <updated>2026-11-20T14:00:00Z</updated>
  <author><name>Riverton General Hospital</name></author>
  <link rel="self" href="https://hospital.example.org/alerts.atom"/>
  <link href="https://hospital.example.org"/>
  <entry>
    <id>urn:example:8</id>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Boil <b>water</b></div></title>
    <updated>2026-11-20T09:00:00.5-05:00</updated>
    <link rel="alternate" type="text/html" href="https://hospital.example.org/8.html"/>
    <link rel="related" type="application/cap+xml" href="https://hospital.example.org/8.cap"/>
    <summary>Boil water before you drink it.</summary>
    <geo:point>1 2</geo:point>
  </entry>
  <entry>
    <id>urn:example:1</id>
    <title>Boil water</title>
    <updated>2026-11-20T09:00:00-05:00</updated>
    <summary type="html">&lt;p&gt;Boil water&lt;/p&gt;</summary>
    <content type="text/xml">${smallDocument}</content>
  </entry>
</feed>`;

const rss = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>Alerts of the hospital</title>
    <link>https://hospital.example.org/alerts</link>
    <description>All alerts</description>
    <pubDate>Fri, 20 Nov 2026 08:00:00 EST</pubDate>
    <lastBuildDate>Fri, 20 Nov 2026 14:00:00 GMT</lastBuildDate>
    <atom:link rel="self" href="https://hospital.example.org/alerts.rss"/>
    <generator>By hand</generator>
    <item>
      <title>Boil water</title>
      <link>https://hospital.example.org/8.cap</link>
      <guid>riverton-2026-8</guid>
      <pubDate>Fri, 20 Nov 2026 09:00 -0500</pubDate>
    </item>
    <item>
      <description>The road is closed.</description>
      <link>https://hospital.example.org/9.cap</link>
      ${smallDocument}
    </item>
  </channel>
</rss>`;

const entries = atom.slice(atom.indexOf("<entry>"), atom.indexOf("</feed>"));

/** What a feed is refused for, as `path rule`, or warned of, with `!` where something changed. */
function findings(document: string, mode: CapMode = "strict"): readonly string[] {
  try {
    return readCapFeed(document, { mode }).warnings.map(
      ({ path, rule, changed }) => `${path} ${rule}${changed ? "!" : ""}`,
    );
  } catch (error) {
    if (error instanceof InvalidPostError) return error.violations.map(({ path, rule }) => `${path} ${rule}`);
    throw error;
  }
}

describe("Atom", () => {
  test("is read with its links and the alerts that it carries", () => {
    const { feed, format, warnings } = readCapFeed(new TextEncoder().encode(atom));
    expect(format).toBe("atom");
    expect(warnings).toEqual([]);
    expect(feed).toEqual({
      id: "https://hospital.example.org/alerts",
      title: "Alerts of the hospital",
      updated: "2026-11-20T14:00:00Z",
      author: "Riverton General Hospital",
      url: "https://hospital.example.org/alerts.atom",
      entries: [
        {
          id: "urn:example:8",
          title: expect.stringMatching(/^Boil\s+water$/) as string,
          updated: "2026-11-20T09:00:00.5-05:00",
          url: "https://hospital.example.org/8.cap",
          summary: "Boil water before you drink it.",
        },
        {
          id: "urn:example:1",
          title: "Boil water",
          updated: "2026-11-20T09:00:00-05:00",
          alert: readCap(smallDocument).alert,
        },
      ],
    });
  });

  test.each([
    ['<link href="https://example.org/1"/>', "https://example.org/1"],
    ['<link rel="enclosure" type="application/xml" href=" https://example.org/1 "/>', "https://example.org/1"],
    [
      '<link rel="self" href="https://example.org/2"/><link type="text/xml; charset=utf-8" href="https://example.org/1"/>',
      "https://example.org/1",
    ],
    [
      '<link href="https://example.org/2"/><link type="application/common-alerting-protocol+xml" href="https://example.org/1"/>',
      "https://example.org/1",
    ],
    ['<content type="application/cap+xml" src="https://example.org/1"/>', "https://example.org/1"],
    ['<link type="text/html" href="https://example.org/2"/>', undefined],
    ['<link rel="edit" href="https://example.org/2"/>', undefined],
    ['<link type="application/rss+xml" href="https://example.org/2"/>', undefined],
  ])("takes the right one of %s", (links, url) => {
    const [, ...others] = atom.split(/<link rel="alternate".*\n.*8\.cap"\/>/);
    const document = atom.slice(0, atom.indexOf('<link rel="alternate"')) + links + others.join("");
    expect(readCapFeed(document, { mode: "tolerant" }).feed.entries.find(({ id }) => id === "urn:example:8")?.url).toBe(
      url,
    );
    expect(findings(document)).toEqual(url === undefined ? ["entries[0] entry-without-alert"] : []);
  });

  test.each([
    ["<id>https://hospital.example.org/alerts</id>", "", ["id missing"], ["id missing"]],
    ["<title>Alerts of the hospital</title>", "<title/>", ["title missing"], ["title missing"]],
    ["<updated>2026-11-20T14:00:00Z</updated>", "", ["updated missing"], ["updated missing"]],
    ["<updated>2026-11-20T14:00:00Z</updated>", "<updated>today</updated>", ["updated time"], ["updated time!"]],
    ["2026-11-20T14:00:00Z", "2026-11-20 14:00Z", ["updated time"], ["updated time!"]],
    ["<id>urn:example:1</id>", "", ["entries[1].id missing"], ["entries[1].id missing!"]],
    ["<id>urn:example:1</id>", "<id>urn:example:8</id>", ["entries[1] repeated-id"], ["entries[1] repeated-id"]],
    ["<title>Boil water</title>", "", ["entries[1].title missing"], ["entries[1].title missing"]],
    ["<entry>", "<foo/><entry>", [" unknown-element"], [" unknown-element!"]],
    ["<summary>", "<foo/><summary>", ["entries[0] unknown-element"], ["entries[0] unknown-element!"]],
    [
      "https://hospital.example.org/8.cap",
      "8.cap",
      ["entries[0].url uri", "entries[0] entry-without-alert"],
      ["entries[0].url uri!", "entries[0] entry-without-alert!"],
    ],
    ["https://hospital.example.org/alerts.atom", "file:///etc/hostname", ["url uri"], ["url uri!"]],
    ["<entry>", `${smallDocument}<entry>`, [" alert-outside-entry"], [" alert-outside-entry"]],
    [
      "<severity>Severe",
      "<severity>Bad",
      ["entries[1].alert.info[0].severity enum", "entries[1] alert-refused", "entries[1] entry-without-alert"],
      ["entries[1].alert.info[0].severity enum!", "entries[1] alert-refused!", "entries[1] entry-without-alert!"],
    ],
  ])("%s as %s", (from, to, strictly, tolerantly) => {
    const document = edit(from, to, atom);
    expect(findings(document)).toEqual(strictly);
    expect(findings(document, "tolerant")).toEqual(tolerantly);
  });

  test("one broken alert does not take the others with it", () => {
    const broken = edit("<scope>Public</scope>", "", atom);
    const { feed } = readCapFeed(broken, { mode: "tolerant" });
    expect(feed.entries.map(({ id }) => id)).toEqual(["urn:example:8"]);
    const linked = edit("<content", '<link href="https://hospital.example.org/1.cap"/><content', broken);
    const { feed: both } = readCapFeed(linked, { mode: "tolerant" });
    expect(both.entries.map(({ id, alert: carried }) => [id, carried])).toEqual([
      ["urn:example:8", undefined],
      ["urn:example:1", undefined],
    ]);
  });

  test("remarks upon an alert name the entry that carries it", () => {
    const document = atom.replace(smallDocument, fullDocument.slice(fullDocument.indexOf("<alert")));
    expect(findings(document)).toEqual(["entries[1].alert.info[0].resource[0].derefUri embedded-file"]);
    expect(readCapFeed(document).feed.entries[1]?.alert).toEqual(alert);
  });

  test("may be empty", () => {
    expect(readCapFeed(atom.replace(entries, "")).feed.entries).toEqual([]);
    expect(findings(atom.replace(entries, ""))).toEqual([]);
  });
});

describe("RSS", () => {
  test("is read with its links and the alerts that it carries", () => {
    const { feed, format, warnings } = readCapFeed(rss, { mode: "tolerant" });
    expect(format).toBe("rss");
    expect(warnings).toEqual([]);
    expect(feed).toEqual({
      id: "https://hospital.example.org/alerts",
      title: "Alerts of the hospital",
      updated: "2026-11-20T14:00:00Z",
      url: "https://hospital.example.org/alerts.rss",
      entries: [
        {
          id: "riverton-2026-8",
          title: "Boil water",
          updated: "2026-11-20T09:00:00-05:00",
          url: "https://hospital.example.org/8.cap",
        },
        {
          id: "https://hospital.example.org/9.cap",
          title: "The road is closed.",
          url: "https://hospital.example.org/9.cap",
          summary: "The road is closed.",
          alert: readCap(smallDocument).alert,
        },
      ],
    });
  });

  test.each([
    ["Fri, 04 Feb 2011 20:32:08 GMT", "2011-02-04T20:32:08Z"],
    ["4 Feb 2011 20:32 UT", "2011-02-04T20:32:00Z"],
    ["Wed, 11 Jun 2003 22:39:00 PDT", "2003-06-11T22:39:00-07:00"],
    ["Wed, 11 Jun 2003 22:39:00 MST", "2003-06-11T22:39:00-07:00"],
    ["Wed, 11 Jun 2003 22:39:00 +0530", "2003-06-11T22:39:00+05:30"],
    ["Wed, 31 Jun 2003 22:39:00 GMT", undefined],
    ["Wed, 11 Foo 2003 22:39:00 GMT", undefined],
    ["Wed, 11 Jun 2003 22:39:00 XYZ", undefined],
    ["2003-06-11", undefined],
  ])("%s is %s", (date, updated) => {
    const document = edit("Fri, 20 Nov 2026 14:00:00 GMT", date, rss);
    expect(readCapFeed(document, { mode: "tolerant" }).feed.updated).toBe(updated);
    expect(findings(document)).toEqual(updated === undefined ? ["updated time"] : []);
  });

  test.each([
    ["<title>Alerts of the hospital</title>", "", ["title missing"]],
    ["<link>https://hospital.example.org/alerts</link>", "", ["link missing"]],
    ["<description>All alerts</description>", "", ["description missing"]],
    ["<title>Boil water</title>", "", ["entries[0].title missing"]],
    ["<link>https://hospital.example.org/8.cap</link>", "", ["entries[0] entry-without-alert"]],
    ["<guid>riverton-2026-8</guid>", "<guid>https://hospital.example.org/9.cap</guid>", ["entries[1] repeated-id"]],
    ["<link>https://hospital.example.org/9.cap</link>", "", ["entries[1].id missing"]],
  ])("%s as %s", (from, to, refusals) => {
    expect(findings(edit(from, to, rss))).toEqual(refusals);
  });
});

describe("what is no feed", () => {
  test.each([
    [smallDocument, " not-feed"],
    ["<feed/>", " not-feed"],
    ['<rss xmlns="urn:example:x"/>', " not-feed"],
    ["<rss/>", " missing"],
    ["", " empty-document"],
  ])("%s", (document, refusal) => {
    expect(findings(document)).toEqual([refusal]);
    expect(findings(document, "tolerant")).toEqual([refusal]);
  });

  test("options of another name", () => {
    expect(() => readCapFeed(atom, { format: "atom" } as object)).toThrow(ConfigError);
  });
});
