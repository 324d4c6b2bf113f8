import { existsSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";

import { createIdentifierScan } from "./create-identifier-scan.ts";
import { startTally } from "./fixtures/tally.ts";
import { checkFamilyUpdate } from "./reply/check-family-update.ts";
import { checkReply } from "./reply/check-reply.ts";

// Vectors of others, which are not part of the repository.
const folder = new URL("../../../../../../shared/health/pii-vectors/", import.meta.url);
const isThere = existsSync(folder);
if (!isThere) console.log("The shared identifier vectors are not here: their tests are skipped.");

interface Recogniser {
  readonly kind: string;
  readonly countries: readonly string[];
  /** The word beside it that makes the scan look, where a shape alone says nothing about a person. */
  readonly label?: string;
}

/** Which recogniser of Presidio is which kind here. */
const recognisers: Readonly<Record<string, Recogniser>> = {
  au_medicare: { kind: "health-plan", countries: ["AU"] },
  ca_sin: { kind: "ssn", countries: ["CA"] },
  credit_card: { kind: "account", countries: ["US"] },
  date: { kind: "date", countries: ["US"], label: "Born" },
  de_health_insurance: { kind: "health-plan", countries: ["DE"] },
  email: { kind: "email", countries: ["US"] },
  es_nif: { kind: "other", countries: ["ES"] },
  in_aadhaar: { kind: "other", countries: ["IN"] },
  ip: { kind: "ip-address", countries: ["US"] },
  it_fiscal_code: { kind: "other", countries: ["IT"] },
  mac: { kind: "device", countries: ["US"] },
  phone: { kind: "phone", countries: ["US", "IL", "JP"] },
  uk_driving_licence: { kind: "licence", countries: ["GB"] },
  uk_nhs: { kind: "health-plan", countries: ["GB"] },
  uk_nino: { kind: "ssn", countries: ["GB"] },
  uk_passport: { kind: "licence", countries: ["GB"], label: "passport" },
  uk_postcode: { kind: "geography", countries: ["GB"] },
  uk_vehicle_registration: { kind: "vehicle", countries: ["GB"], label: "number plate" },
  url: { kind: "url", countries: ["US"] },
  us_bank: { kind: "account", countries: ["US"], label: "account" },
  us_driver_license: { kind: "licence", countries: ["US"], label: "driver license" },
  us_itin: { kind: "ssn", countries: ["US"] },
  us_mbi: { kind: "health-plan", countries: ["US"] },
  us_npi: { kind: "licence", countries: ["US"], label: "NPI" },
  us_passport: { kind: "licence", countries: ["US"], label: "passport" },
  us_ssn: { kind: "ssn", countries: ["US"] },
};

interface PresidioCase {
  readonly recognizer: string;
  readonly text: string;
  readonly count: number;
}

describe.skipIf(!isThere)("test cases of Presidio", () => {
  const { cases } = isThere
    ? (JSON.parse(readFileSync(new URL("presidio-vectors.json", folder), "utf8")) as { cases: readonly PresidioCase[] })
    : { cases: [] };
  const tally = startTally();
  for (const { recognizer, text, count } of cases) {
    const { kind, countries, label } = recognisers[recognizer]!;
    // A text with a match gets its label, a text without any stays bare: a label makes any code a number.
    const read = label && count > 0 ? `${label} ${text}` : text;
    const found = createIdentifierScan({ countries }).scan([{ path: "text", text: read }]);
    const told = found.filter((finding) => finding.kind === kind).length;
    const right = Math.min(told, count);
    tally.add(recognizer, { right, missed: count - right, wrong: told - right });
  }
  afterAll(() => console.log(tally.write("Cases of Presidio, by its recognisers")));

  test.each([
    "us_ssn",
    "uk_nhs",
    "us_mbi",
    "au_medicare",
    "de_health_insurance",
    "credit_card",
    "uk_nino",
    "in_aadhaar",
  ])("%s: at least 0.98", (recognizer) => {
    expect(tally.recall(recognizer)).toBeGreaterThanOrEqual(0.98);
    expect(tally.precision(recognizer)).toBeGreaterThanOrEqual(0.98);
  });

  test("no recogniser is without its kind", () => {
    expect(cases.filter(({ recognizer }) => !recognisers[recognizer])).toEqual([]);
  });
});

interface PrivacyCase {
  readonly text: string;
  readonly context: "post" | "reply" | "family";
  readonly expect: "ok" | "warn" | "block";
}

describe.skipIf(!isThere)("privacy cases", () => {
  const cases = isThere
    ? readFileSync(new URL("synthetic-privacy-cases.jsonl", folder), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as PrivacyCase)
    : [];
  const { scan } = createIdentifierScan({ countries: ["US", "GB"], allow: { url: ["www.example.org"] } });

  test.each(cases)("$context, $expect: $text", ({ text, context, expect: verdict }) => {
    const read = {
      post: () => scan([{ path: "text", text }]),
      reply: () => checkReply(text),
      family: () => checkFamilyUpdate(text),
    };
    const levels = read[context]().map(({ level }) => level);
    expect(levels.includes("block") ? "block" : (levels[0] ?? "ok")).toBe(verdict);
  });
});
