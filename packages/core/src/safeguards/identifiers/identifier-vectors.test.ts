import { afterAll, describe, expect, test } from "vitest";

import { createIdentifierScan } from "./create-identifier-scan.ts";
import type { IdentifierFinding } from "./finding.ts";
import { readVectors, type Expected, type Vector } from "./fixtures/read-vectors.ts";
import { startTally } from "./fixtures/tally.ts";
import { overlaps } from "./text/span.ts";

const vectors = readVectors();

function scan({ country, text }: Vector): readonly IdentifierFinding[] {
  const countries = [country];
  return createIdentifierScan({ countries, allow: { url: ["example.org"] } }).scan([{ path: "text", text }]);
}

function isFound(finding: IdentifierFinding, expected: Expected): boolean {
  return finding.kind === expected.kind && finding.level === expected.level && overlaps(finding, expected);
}

describe.each(["tune", "held", "second", "third"] as const)("the vectors: %s", (set) => {
  test.each(
    vectors.filter((vector) => vector.set === set).map((vector) => [vector.language, vector.text, vector] as const),
  )("%s: %s", (_language, text, vector) => {
    const told = (findings: readonly Omit<Expected, "rule">[]): readonly string[] =>
      findings.map(({ kind, level, start, end }) => `${kind} ${level} ${text.slice(start, end)}`);
    const found = scan(vector);
    const right = vector.expected.filter((expected) => found.some((finding) => isFound(finding, expected)));
    expect(told(right), told(found).join("; ")).toEqual(told(vector.expected));
    expect(told(found)).toHaveLength(vector.expected.length);
  });
});

/** Kinds that block by a check digit, or by a word beside them; of `geography` and `email` there are too few to count. */
const sureKinds = [
  ...(["ssn", "medical-record", "health-plan", "account", "date", "url"] as const),
  ...(["name", "device", "photo", "other"] as const),
];

describe("recall and precision", () => {
  const tally = startTally();
  const blocks = startTally();
  for (const vector of vectors) {
    const found = scan(vector);
    for (const [counted, level] of [
      [tally, undefined],
      [blocks, "block"],
    ] as const) {
      const wanted = vector.expected.filter((expected) => !level || expected.level === level);
      const told = found.filter((finding) => !level || finding.level === level);
      for (const expected of wanted)
        counted.add(expected.kind, told.some((finding) => isFound(finding, expected)) ? { right: 1 } : { missed: 1 });
      for (const finding of told)
        if (!wanted.some((expected) => isFound(finding, expected))) counted.add(finding.kind, { wrong: 1 });
    }
  }
  afterAll(() => console.log(tally.write("Own vectors, all findings"), blocks.write("\nOwn vectors, blocks")));

  test.each(sureKinds)("%s: at least 0.98 at the level of blocks", (kind) => {
    expect(blocks.recall(kind)).toBeGreaterThanOrEqual(0.98);
    expect(blocks.precision(kind)).toBeGreaterThanOrEqual(0.98);
  });

  test("there are enough of them, of both sorts and of several languages", () => {
    expect(vectors.length).toBeGreaterThan(400);
    expect(vectors.filter(({ expected }) => expected.length === 0).length).toBeGreaterThan(150);
    expect(new Set(vectors.map(({ language }) => language)).size).toBeGreaterThan(8);
    expect(vectors.filter(({ set }) => set !== "tune").length).toBeGreaterThan(200);
  });
});
