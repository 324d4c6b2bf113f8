import { InvalidPostError } from "@carecast/adapter";
import { describe, expect, test } from "vitest";

import { hasSamples, notice, readSample } from "./fixtures/samples.ts";
import { askSchema } from "./fixtures/schema.ts";
import { readCap, readCapFeed, writeCap, type CapMode, type CapReading } from "./index.ts";

interface ExpectedAlert {
  readonly version: string;
  readonly identifier: string;
  readonly sender: string;
  readonly sent: string;
  readonly status: string;
  readonly msgType: string;
  readonly scope: string;
  readonly xsdStrict: "pass" | readonly string[];
  readonly section3: Readonly<Record<"errors" | "utcOffsetStyle" | "warnings" | "info", readonly string[]>>;
  readonly languages: Readonly<Record<string, number>>;
  readonly infoCount: number;
}

interface Expected {
  readonly doctype: boolean;
  readonly root: string;
  readonly alerts: readonly ExpectedAlert[];
}

const expected: Readonly<Record<string, Expected>> = hasSamples
  ? (JSON.parse(new TextDecoder().decode(readSample("expected.json"))) as Record<string, Expected>)
  : {};

/** Our rule for what the verdicts say in their own words. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/^no expires$/, "no-expires"],
  [/^no instruction$/, "no-instruction"],
  [/^no info block$/, "no-info"],
  [/^area desc only$/, "area-words-only"],
  [/^circle radius 0$/, "circle-point"],
  [/^Signature present$/, "signature"],
  [/^resource derefUri /, "embedded-file"],
  [/^headline \d+>160$/, "headline-long"],
  [/^ref sender differs: /, "reference-sender"],
  [/^html tags /, "html-tags"],
  [/^html entities /, "html-entities"],
  [/^empty /, "empty-element"],
  [/^\w+ uses \+00:00 /, "utc-offset"],
];

/** What older versions say otherwise, which the verdicts do not count. */
const conversions: Readonly<Record<string, readonly string[]>> = {
  "valid/spec-1.0-appendixA1.xml": ["missing"],
  "valid/spec-1.1-appendixA1.xml": ["missing"],
  "valid/spec-1.0-appendixA3.xml": ["former-word"],
};

function toRules({ section3 }: ExpectedAlert): readonly string[] {
  return [...section3.utcOffsetStyle, ...section3.warnings, ...section3.info].map((words) => {
    const rule = rules.find(([form]) => form.test(words))?.[1];
    if (rule === undefined) throw new Error(`There is no rule for: ${words}`);
    return rule;
  });
}

/** A strict schema refuses it; a reader has to take the alert and say that nobody verified the signature (SOURCES.txt). */
const onlySignature =
  /^Element '\{http:\/\/www\.w3\.org\/2000\/09\/xmldsig#\}Signature': This element is not expected\./;

function isRefused({ doctype, alerts }: Expected): boolean {
  const [alert] = alerts;
  if (doctype || !alert) return true;
  const faults = alert.xsdStrict === "pass" ? [] : alert.xsdStrict.filter((words) => !onlySignature.test(words));
  return faults.length > 0 || alert.section3.errors.length > 0;
}

function summarise({ alert, version }: Pick<CapReading, "alert" | "version">): Partial<ExpectedAlert> {
  const { identifier, sender, sent, status, msgType, scope, info } = alert;
  const languages: Record<string, number> = {};
  for (const { language = "en-US" } of info) languages[language] = (languages[language] ?? 0) + 1;
  return { version, identifier, sender, sent, status, msgType, scope, languages, infoCount: info.length };
}

const documents = Object.entries(expected).filter(([name]) => !name.startsWith("feeds/"));
const modes: readonly CapMode[] = ["strict", "tolerant"];

describe.skipIf(!hasSamples)(`real documents${notice}`, () => {
  test("all verdicts are there", () => {
    expect(documents.length).toBeGreaterThan(20);
  });

  describe.each(documents)("%s", (name, verdict) => {
    test.each(modes)("%s", (mode) => {
      if (isRefused(verdict)) {
        expect(() => readCap(readSample(name), { mode })).toThrow(InvalidPostError);
        return;
      }
      const reading = readCap(readSample(name), { mode });
      const [alert] = verdict.alerts;
      expect(alert).toMatchObject(summarise(reading));
      const found = new Set(reading.warnings.map(({ rule }) => rule));
      expect([...found].sort()).toEqual([...new Set([...toRules(alert!), ...(conversions[name] ?? [])])].sort());
    });
  });

  test("what was read is written as valid CAP 1.2 that says the same", async () => {
    const alerts = documents
      .filter(([, verdict]) => !isRefused(verdict))
      .map(([name]) => readCap(readSample(name)).alert);
    const written = alerts.map(writeCap);
    expect(await askSchema(written, "1.2")).toEqual(written.map(() => true));
    // The writer has one way to say UTC.
    const inUtc = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll("+00:00", "-00:00"));
    expect(written.map((text) => inUtc(readCap(text).alert))).toEqual(alerts.map(inUtc));
  });

  test("the strict reader names what is wrong", () => {
    const rulesOf = (name: string): readonly string[] => {
      try {
        readCap(readSample(name));
      } catch (error) {
        if (error instanceof InvalidPostError) return error.violations.map(({ path, rule }) => `${path} ${rule}`);
      }
      return [];
    };
    expect(rulesOf("invalid/g-missing-scope-1.2.cap")).toEqual(["scope missing"]);
    expect(rulesOf("invalid/g-noaa-empty-enums-bad-polygon-1.1.cap")).toEqual([
      "info[0].area[0].polygon[0] polygon",
      "info[0].urgency missing",
      "info[0].severity missing",
      "info[0].certainty missing",
    ]);
    expect(rulesOf("security/xee.cap")).toEqual([" doctype"]);
  });
});

/** The fault that gives each file its name (SOURCES.txt). */
const feedFaults: Readonly<Record<string, readonly string[]>> = {
  "feeds/no_id.atom": ["entries[0] entry-without-alert", "entries[0].id missing", "id missing"],
  "feeds/no_link.atom": ["entries[0] entry-without-alert"],
  "feeds/invalid_element.atom": [" unknown-element", "entries[0] entry-without-alert"],
};

describe.skipIf(!hasSamples)(`real feeds${notice}`, () => {
  const feeds = Object.entries(expected).filter(([name]) => name.startsWith("feeds/"));

  test.each(feeds)("%s", (name, { root, alerts }) => {
    const faults = feedFaults[name];
    if (faults) {
      expect(() => readCapFeed(readSample(name))).toThrow(
        expect.objectContaining({ violations: faults.map((fault) => toViolation(fault)) }),
      );
      const { warnings, feed } = readCapFeed(readSample(name), { mode: "tolerant" });
      expect(warnings.map(({ path, rule }) => `${path} ${rule}`)).toEqual(faults);
      expect(feed.entries).toEqual([]);
      return;
    }
    const { feed, format, warnings } = readCapFeed(readSample(name));
    expect(format).toBe(root === "rss" ? "rss" : "atom");
    // The one alert of this feed is in no entry, where Atom gives it no meaning.
    const isOutside = name === "feeds/no_entries.atom";
    expect(warnings.some(({ rule }) => rule === "alert-outside-entry")).toBe(isOutside);
    const carried = feed.entries.flatMap(({ alert }) => (alert ? [alert] : []));
    const identities = isOutside ? [] : alerts.map(({ identifier, sender, sent }) => ({ identifier, sender, sent }));
    expect(carried).toMatchObject(identities);
    expect(feed.entries.every(({ url, alert }) => (url ?? alert) !== undefined)).toBe(true);
    if (name.endsWith("_index.atom") || name.endsWith(".rss"))
      expect(feed.entries.map(({ url }) => url)).toMatchObject(linkedDocuments[name] ?? []);
  });
});

const linkedDocuments: Readonly<Record<string, readonly string[]>> = {
  "feeds/earthquake_index.atom": ["http://earthquake.usgs.gov/earthquakes/catalogs/cap/us2010apcd"],
  "feeds/weather_index.atom": [
    "http://www.weather.gov/alerts-beta/wwacapget.php?x=CT20100831030400OKXAirQualityAlertOKX20100901031500CT",
    "http://www.weather.gov/alerts-beta/wwacapget.php?x=DC20100830203300LWXAirQualityAlertLWX20100901040000DC",
  ],
  "feeds/ny_index.rss": [
    "http://www.nyalert.gov/Public/News/GetCapAlert.aspx?capID=NYAlert-ALLHAZALERT-3167113",
    "http://www.nyalert.gov/Public/News/GetCapAlert.aspx?capID=NYAlert-ALLHAZALERT-3162202",
  ],
  "feeds/validator-amber.rss": ["http://cap-validator.appspot.com/examples/KAR0-0306112239-SW.cap"],
};

function toViolation(fault: string): unknown {
  const [path, rule] = fault.split(" ");
  return expect.objectContaining({ path, rule });
}
