import fc from "fast-check";
import { check } from "recheck";
import { afterEach, describe, expect, test, vi } from "vitest";

import { createIdentifierScan } from "./create-identifier-scan.ts";
import { boundedLength, countSteps } from "./fixtures/count-steps.ts";
import { readVectors } from "./fixtures/read-vectors.ts";
import { checkReply } from "./reply/check-reply.ts";

const { scan } = createIdentifierScan({
  countries: ["US", "GB", "DE"],
  deny: ["Jane Doe"],
  allow: { url: ["example.org"] },
});

function read(text: string): void {
  scan([
    { path: "text", text },
    { path: "part", text, continues: true },
    { path: "name", text, form: "file-name" },
  ]);
  checkReply(text, { names: ["Jane Doe"] });
}

/** Tells every regular expression that runs while `work` does, and how long a text it is given. */
function watchPatterns(work: () => void): Map<RegExp, number> {
  const lengths = new Map<RegExp, number>();
  const original = Object.getOwnPropertyDescriptor(RegExp.prototype, "exec")?.value as RegExp["exec"];
  vi.spyOn(RegExp.prototype, "exec").mockImplementation(function (this: RegExp, text: string) {
    lengths.set(this, Math.max(lengths.get(this) ?? 0, text.length));
    return original.call(this, text);
  });
  work();
  vi.restoreAllMocks();
  return lengths;
}

afterEach(() => void vi.restoreAllMocks());

test("every regular expression that reads a whole text is linear", { timeout: 120_000 }, async () => {
  const text = readVectors()
    .map((vector) => vector.text)
    .join("\n");
  const patterns = [...watchPatterns(() => read(text))]
    .filter(([, length]) => length > boundedLength)
    .map(([pattern]) => pattern);
  const distinct = new Map(
    patterns.map((pattern) => [`${pattern.source} ${pattern.flags.replace("y", "g")}`, pattern]),
  );
  expect(distinct.size).toBeGreaterThan(50);
  const unsafe: string[] = [];
  for (const { source, flags } of distinct.values()) {
    const { status } = await check(source, flags, { timeout: 30_000 });
    if (status !== "safe") unsafe.push(`${status}: ${source}`);
  }
  expect(unsafe).toEqual([]);
});

/** What could drive a rule to and fro: its own beginnings, over and over. */
const hostile = [
  ...[
    "1-",
    "1 ",
    "1.",
    "0 ",
    "9",
    "12 34 ",
    "212-45-6781 ",
    "1234567890123456",
    "(01)",
    "(",
    "+1 ",
    "(415) ",
    "415-555-0132 ",
  ],
  ...[
    "a1",
    "A1 ",
    "O1O",
    "DE12 ",
    "GB03 TEST ",
    "1:",
    ":",
    "::",
    "ab:",
    "1::",
    "٣",
    "٣-",
    "１",
    "\u200b",
    "é",
    "ß",
    "\ud83d\ude00",
    "\ud800",
  ],
  ...[
    "a@",
    "@",
    "a.b@",
    "..",
    "a.",
    "http://",
    "http://a.b/",
    "https://a.com/?a=1&",
    "%20",
    "https://a.com/?%20",
    "www.",
  ],
  ...[
    "#A",
    "#aA",
    "_a",
    "aA",
    "a-",
    "patient ",
    "Patient A ",
    "our patient ",
    "patient Maria ",
    "patient's ",
    "mr A ",
    "Mr Maria Maria ",
  ],
  ...["one two ", "ninety ", "live theatre ", "live theatre surgery ", "two cases in A ", "her fingerprint "],
  ...[
    "born ",
    "born 3 march ",
    "90 year old ",
    "5 may ",
    "may 5 ",
    "aged 95 ",
    "mrn ",
    "mrn no 12 ",
    "no no 12 ",
    "the 12 ",
    "of the ",
  ],
  ...[
    "calle A ",
    "12 A ",
    "12 Main Street ",
    "zip 12345 ",
    "jane ",
    "jane doe ",
    "JaneDoe",
    "your ",
    "sorry your ",
    "hope your ",
    ", ",
  ],
];

describe("hostile texts", () => {
  test.each(hostile.map((pattern) => [JSON.stringify(pattern), pattern] as const))(
    "%s: four times the text, four times the work",
    { timeout: 60_000 },
    (_name, pattern) => {
      const short = countSteps(() => read(pattern.repeat(400)));
      const long = countSteps(() => read(pattern.repeat(1600)));
      expect(long).toBeLessThan(short * 4.5 + 1000);
    },
  );

  test("mixtures of them: four times the text, four times the work", { timeout: 120_000 }, () => {
    const mixture = fc
      .array(fc.constantFrom(...hostile), { minLength: 2, maxLength: 5 })
      .map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(mixture, (pattern) => {
        const [short, long] = [100, 400].map((times) => countSteps(() => read(pattern.repeat(times))));
        expect(long!).toBeLessThan(short! * 4.5 + 1000);
      }),
      { numRuns: 30 },
    );
  });

  test("long ones come to an end", { timeout: 300_000 }, () => {
    for (const pattern of hostile) read(pattern.repeat(10_000));
  });
});
