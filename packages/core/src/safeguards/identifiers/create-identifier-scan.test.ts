import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { AllowedIdentifiers } from "./allow-list.ts";
import { createIdentifierScan } from "./create-identifier-scan.ts";
import type { IdentifierFinding, ScanText } from "./finding.ts";
import { readVectors } from "./fixtures/read-vectors.ts";
import type { IdentifierScanOptions } from "./scan-options.ts";

function scan(text: string, options: IdentifierScanOptions = {}): readonly IdentifierFinding[] {
  return createIdentifierScan(options).scan([{ path: "text", text }]);
}

/** Rules and levels alone. */
function told(findings: readonly IdentifierFinding[]): readonly string[] {
  return findings.map(({ rule, level }) => `${rule} ${level}`);
}

describe("the allow list", () => {
  test.each<[string, AllowedIdentifiers, string]>([
    ["a telephone, however it is written", { phone: ["(415) 555-0132"] }, "Call +1 415-555-0132 or 415.555.0132."],
    ["a fax", { fax: ["415-555-0133"] }, "Fax: (415) 555-0133"],
    ["an address", { email: ["Press@example.org"] }, "Write to press@EXAMPLE.org."],
    ["addresses of a domain", { email: ["@example.org"] }, "Write to jobs@example.org."],
    ["addresses of a role", { email: ["info@"] }, "Write to info@example.net."],
    ["a host and what lies below", { url: ["example.org"] }, "https://www.example.org/a and news.example.org/b"],
    ["a host written as an address", { url: ["https://www.example.org/"] }, "https://example.org/a"],
    [
      "an address of the clinic",
      { geography: ["1 Hospital Road, Springfield, OR 97477"] },
      "1 Hospital Road, Springfield, OR 97477",
    ],
    ["a part of it", { geography: ["1 Hospital Road, Springfield, OR 97477"] }, "We are at 1 Hospital Road."],
    ["a spokesperson", { name: ["Dr. Ana Quillfeather"] }, "Dr. Ana Quillfeather and Dr. Quillfeather agree."],
    ["a number of a certain kind", { ssn: ["212-45-6781"] }, "The sample form shows 212 45 6781."],
    ["an e-mail that was allowed in wide letters", { email: ["ｐｒｅｓｓ@example.org"] }, "press@example.org"],
    ["a host that was allowed with a character nobody sees", { url: ["exam\u200bple.org"] }, "https://example.org/a"],
  ])("passes %s", (_what, allow, text) => {
    expect(scan(text, { allow })).toEqual([]);
    expect(scan(text).length).toBeGreaterThan(0);
  });

  test.each<[string, AllowedIdentifiers, string]>([
    ["another telephone", { phone: ["(415) 555-0132"] }, "Call (415) 555-0134."],
    ["another domain that ends alike", { email: ["@example.org"] }, "Write to a@notexample.org."],
    ["another host that ends alike", { url: ["example.org"] }, "https://notexample.org/a"],
    ["an allowed host that asks for a person", { url: ["example.org"] }, "https://example.org/a?mrn=448812"],
    ["another house of the street", { geography: ["1 Hospital Road"] }, "He met us at 11 Hospital Road."],
    ["a colleague with the same title", { name: ["Dr. Ana Quillfeather"] }, "Dr. Ana Oldacre"],
    ["somebody with the same first name", { name: ["Dr. Ana Quillfeather"] }, "Dr. Ana"],
    ["the same number as another kind", { phone: ["212-45-6781"] }, "SSN 212-45-6781"],
  ])("does not pass %s", (_what, allow, text) => {
    expect(scan(text, { allow }).length).toBeGreaterThan(0);
  });
});

test("a patient with the name of a spokesperson is a patient", () => {
  const allow = { name: ["Dr. Ana Quillfeather"] };
  expect(told(scan("our patient Ana Quillfeather", { allow }))).toEqual(["name.patient block"]);
});

describe("the deny list", () => {
  const deny = ["Orla Testerson", "Mary Jane Watts-Example", "Bluebird", "José Ñandú"];

  test.each([
    "We thank Orla Testerson.",
    "we thank ORLA  TESTERSON",
    "TESTERSON, Orla",
    "#OrlaTesterson",
    "orlatesterson was here",
    "O\u200brla Testerson",
    "Mary Jane Watts Example",
    "Bluebird sang",
    "jose nandu",
    "https://example.org/news/orla-testerson",
  ])("finds: %s", (text) => {
    expect(told(scan(text, { deny, allow: { url: ["example.org"] } }))).toContain("name.denied block");
  });

  test.each(["Orla and Testerson", "Orla Testersons", "a bluebird sang", "Jane Watts"])("does not find: %s", (text) => {
    expect(told(scan(text, { deny }))).not.toContain("name.denied block");
  });

  test("wins over the allow list", () => {
    expect(told(scan("Orla Testerson", { deny, allow: { name: ["Orla Testerson"] } }))).toEqual(["name.denied block"]);
  });

  test("reads queries of addresses", () => {
    const text = "https://example.org/s?q=Orla%20Testerson";
    expect(scan(text, { deny, allow: { url: ["example.org"] } })).toEqual([
      {
        kind: "name",
        level: "block",
        rule: "name.denied",
        path: "text",
        start: text.indexOf("Orla"),
        end: text.length,
        score: 1,
      },
    ]);
  });
});

describe("parts of a thread", () => {
  const { scan: read } = createIdentifierScan();
  const thread = (...parts: readonly string[]): readonly ScanText[] =>
    parts.map((text, index) => ({ path: `parts[${index}].text`, text, continues: index > 0 }));

  test("an identifier that is split over two is found, with both places", () => {
    expect(read(thread("The number is 212-45-", "6781 and no other."))).toEqual([
      {
        ...{ kind: "ssn", level: "block", rule: "ssn.separated", score: 0.85 },
        ...{ path: "parts[0].text", start: 14, end: 21, rest: [{ path: "parts[1].text", start: 0, end: 4 }] },
      },
    ]);
  });

  test("a number that only the whole makes sure blocks", () => {
    expect(read(thread("Post 1/2: Patient ID 44", "Post 2/2: 5812 went home"))).toEqual([
      expect.objectContaining({ rule: "medical-record.patient", level: "block", path: "parts[0].text", start: 21 }),
    ]);
    expect(told(read(thread("Post 1/2: Patient ID 44")))).toEqual(["medical-record.patient warn"]);
  });

  test("what the whole makes sure takes the place of what a part left open", () => {
    expect(told(read(thread("Patient ID 12", "34X went home")))).toEqual(["medical-record.patient block"]);
  });

  test("words beside a number count across the seam, whatever numbers the parts carry", () => {
    const found = read(thread("She came by car. Her MRN (1/3)", "448812 was on it (2/3)", "Good night. (3/3)"));
    expect(found).toEqual([
      expect.objectContaining({ rule: "medical-record.number", path: "parts[1].text", start: 0, end: 6 }),
    ]);
  });

  test("a number that only the reach around a seam cuts out is none", () => {
    const longer = "The code 9212-45-6781 ";
    const first = longer + "and so on ".repeat(9).slice(0, 80 - "212-45-6781 ".length);
    expect(read(thread(first, "and no other."))).toEqual([]);
  });

  test("texts that do not continue each other are not joined", () => {
    const apart = thread("The number is 212-45-", "6781 and no other.").map((text) => ({ ...text, continues: false }));
    expect(read(apart)).toEqual([]);
  });

  test("a text that continues nothing is read alone", () => {
    expect(told(read([{ path: "a", text: "212-45-6781", continues: true }]))).toEqual(["ssn.separated block"]);
  });
});

describe("the whole post weighs", () => {
  const { scan: read } = createIdentifierScan();
  const address = { path: "alt", text: "The house at 418 Juniper Street" };

  test("an address beside a patient of ours blocks, also from another text", () => {
    expect(told(read([address]))).toEqual(["geography.street warn"]);
    expect(told(read([{ path: "text", text: "Our patient is home." }, address]))).toEqual(["geography.street block"]);
  });

  test.each([
    ["warn", "Open house at 418 Juniper Street."],
    ["warn", "Your gift saves lives: 418 Juniper Street."],
    ["block", "The man lives at 418 Juniper Street."],
    ["block", "Vive en la calle Mayor 12."],
  ])("an address where somebody lives: %s, %s", (level, text) => {
    expect(told(scan(text))).toEqual([`geography.street ${level}`]);
  });

  test("words of somebody else carry no contact", () => {
    const text = "Call 415-555-0132 or write to jane@example.net";
    expect(told(read([{ path: "a", text }]))).toEqual(["phone.number warn", "email.address warn"]);
    expect(told(read([{ path: "a", text, quoted: true }]))).toEqual(["phone.number block", "email.address block"]);
  });

  test("a notice about a product may name serial numbers, but not the patient's", () => {
    const recall = { path: "text", text: "Serial no. 448-2213 is recalled." };
    const implant = { path: "text", text: "Serial no. 448-2213 sits in our patient." };
    expect(told(read([recall]))).toEqual(["device.serial warn"]);
    expect(read([recall], { productNotice: true })).toEqual([]);
    expect(told(read([implant], { productNotice: true }))).toEqual(["device.serial block"]);
  });

  test("areas with few people are the tenant's to set", () => {
    expect(told(scan("ZIP area 036"))).toEqual(["geography.small-zip-area warn"]);
    expect(scan("ZIP area 974")).toEqual([]);
    expect(told(scan("ZIP area 974", { smallZipAreas: ["974"] }))).toEqual(["geography.small-zip-area warn"]);
  });
});

describe("wrong options are named", () => {
  test.each([
    ["allow.telephone", { allow: { telephone: ["a"] } }],
    ["allow.phone", { allow: { phone: "415-555-0132" } }],
    ["allow.phone[1]", { allow: { phone: ["415-555-0132", " "] } }],
    ["countries[1]", { countries: ["US", "XX"] }],
    ["countries", { countries: [] }],
    ["deny[0]", { deny: [""] }],
    ["smallZipAreas[0]", { smallZipAreas: ["36"] }],
    ["language", { language: "en" }],
  ])("%s", (path, options) => {
    expect(() => createIdentifierScan(options as IdentifierScanOptions)).toThrow(
      expect.objectContaining({ code: "config", path }),
    );
  });
});

test.each([
  ["94 years old.", ["date.age warn"]],
  ["A man of 94 years, 129 years old.", ["date.age block"]],
  ["A man of 94 years, 130 years old.", []],
  ["Please call 123-456-7890.", ["phone.number warn"]],
  ["Please call about ticket 123-456-7890.", []],
  ["418269930 is his ssn", ["ssn.bare block"]],
  ["418269930 is his own, as the form says, and no ssn", ["ssn.bare warn"]],
])("how sure it is: %s", (text, expected) => {
  expect(told(scan(text))).toEqual(expected);
});

test("a postcode without its space is one where such are written", () => {
  expect(told(scan("We are at SW1A1AA.", { countries: ["GB"] }))).toEqual(["geography.postcode warn"]);
  expect(scan("We are at SW1A1AA.")).toEqual([]);
});

test("neither findings nor errors nor the scan itself hold what was found", () => {
  const secrets = ["Testerson", "212-45-6781", "555-0132", "448812"];
  const options = { deny: ["Orla Testerson"], allow: { phone: ["415-555-0132"] } };
  const made = createIdentifierScan(options);
  const found = made.scan([
    { path: "text", text: `Orla Testerson, ${secrets[1]}, 503-555-0132, MRN 448812, ${secrets[2]}` },
  ]);
  expect(found.length).toBeGreaterThan(3);
  const shown = [
    inspect(found, { depth: 9, showHidden: true }),
    JSON.stringify(found),
    inspect(made, { depth: 9, showHidden: true }),
  ];
  expect(() => createIdentifierScan({ deny: [secrets[0]!, 5 as unknown as string] })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining(secrets[0]!) as string }),
  );
  for (const secret of secrets) for (const one of shown) expect(one).not.toContain(secret);
});

test("whatever the texts are, findings lie in them", { timeout: 60_000 }, () => {
  const { scan: read } = createIdentifierScan({ countries: ["US", "GB", "DE"], deny: ["Orla Testerson"] });
  const known = fc.constantFrom(
    "patient ",
    "born ",
    "3 March ",
    "MRN 448812 ",
    "@",
    "https://a.b/?q=",
    "#",
    "212-45-6781",
    "Mr ",
  );
  const piece = fc.oneof(
    known,
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.string({ unit: "grapheme-ascii", maxLength: 6 }),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), fc.boolean(), (texts, continues) => {
      const given = texts.map((one, index): ScanText => ({ path: String(index), text: one, continues }));
      for (const finding of read(given))
        for (const { path, start, end } of [finding, ...(finding.rest ?? [])]) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(texts[Number(path)]!.length);
        }
    }),
  );
});

test("every position lies in the text, and findings come in its order", () => {
  const { scan: read } = createIdentifierScan({ countries: ["US", "GB", "DE", "ES"] });
  const text = readVectors()
    .map((vector) => vector.text)
    .join("\n");
  const found = read([{ path: "text", text }]);
  expect(found.length).toBeGreaterThan(150);
  for (const [index, { start, end }] of found.entries()) {
    expect(start).toBeGreaterThanOrEqual(found[index - 1]?.end ?? 0);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(text.length);
  }
});
