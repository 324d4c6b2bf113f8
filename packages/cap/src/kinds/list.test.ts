import { describe, expect, test } from "vitest";

import { createReport } from "../report.ts";
import { quotedList } from "./list.ts";

function read(text: string): unknown {
  return quotedList.read(text, createReport("tolerant"));
}

describe("a list", () => {
  test.each([
    ['"address 1" address2', ["address 1", "address2"]],
    ["a\n\tb  c", ["a", "b", "c"]],
    ['"a"', ["a"]],
    ['"two\nlines"', ["two\nlines"]],
    ['"" "  " a', ["a"]],
    ['""', undefined],
    ['"a b"c d', ["a", "bc", "d"]],
    ['a"b c"', ["ab", "c"]],
  ])("%j holds %j", (text, items) => {
    expect(read(text)).toEqual(items);
  });

  test("takes time in proportion to its length", () => {
    for (const hostile of ['"'.repeat(100_000), '"a '.repeat(100_000), 'a"'.repeat(100_000), `"${" ".repeat(100_000)}`])
      expect(() => read(hostile)).not.toThrow();
  });
});
