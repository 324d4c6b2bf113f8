import { existsSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";

import { createIdentifierScan } from "./create-identifier-scan.ts";
import { askSafeguard, threadOf } from "./fixtures/ask-safeguard.ts";
import { startTally } from "./fixtures/tally.ts";
import { checkFamilyUpdate } from "./reply/check-family-update.ts";
import { guardReplies } from "./reply/guard-replies.ts";
import { scanIdentifiers } from "./scan-identifiers.ts";

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

  // Those that block by a check digit, a closed form, or a word beside them. `it_fiscal_code` is none: its one code has a wrong
  // check letter. Nor is `us_itin`: two of its five mix separators, as postcodes of nine digits do.
  test.each([
    ...["us_ssn", "uk_nhs", "us_mbi", "au_medicare", "de_health_insurance", "credit_card", "uk_nino", "in_aadhaar"],
    ...["ca_sin", "es_nif", "us_npi", "date"],
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
  /** The rule in the words of whoever wrote the case. */
  readonly rule: string;
}

/** Which of our rules is meant; what is not here is to pass. */
const rulesMeant: Readonly<Record<string, string>> = {
  "I NHS checksum": "identifiers.health-plan.nhs",
  "C age>89": "identifiers.date.age",
  "C date + event word": "identifiers.date.event",
  "J card Luhn": "identifiers.account.card",
  "M device of a person": "identifiers.device.serial",
  "G bare nine digits": "identifiers.ssn.bare",
  "I MBI": "identifiers.health-plan.medicare",
  "H split over thread parts, join before scan": "identifiers.medical-record.patient",
  "B zip with state, not allow-listed": "identifiers.geography.zip",
  "needs consent record id": "identifiers.photo.claimed-consent",
  "live surgery to public": "identifiers.photo.live-surgery",
  "G valid form": "identifiers.ssn.separated",
  "D unknown phone": "identifiers.phone.number",
  "N id parameter": "identifiers.url.id-parameter",
  "discloses care": "replies.discloses-care",
  "reply implies patient (hope you recover)": "replies.wish",
  "reply confirms patient": "replies.records",
  "health detail in family channel": "free-text",
};

describe.skipIf(!isThere)("privacy cases", () => {
  const cases = isThere
    ? readFileSync(new URL("synthetic-privacy-cases.jsonl", folder), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as PrivacyCase)
    : [];
  const posts = scanIdentifiers({ countries: ["US", "GB"], allow: { url: ["www.example.org"] } });
  const replies = guardReplies();

  test.each(cases)("$context, $expect: $text", async ({ text, context, expect: verdict, rule }) => {
    const threads = [threadOf([text])];
    const read = {
      post: () => askSafeguard(posts, { threads }),
      reply: () => askSafeguard(replies, { kind: "reply", isReply: true, threads }),
      family: () => checkFamilyUpdate(text),
    };
    const found = await read[context]();
    const levels = found.map(({ level }) => level);
    expect(levels.includes("block") ? "block" : (levels[0] ?? "ok")).toBe(verdict);
    const told = found.filter(({ level }) => level === verdict).map((finding) => finding.rule);
    if (verdict === "ok") expect(rulesMeant[rule]).toBeUndefined();
    else expect(told).toContain(rulesMeant[rule]);
  });
});
