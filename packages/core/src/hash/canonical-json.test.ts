import { expect, test } from "vitest";

import { canonicalJson } from "./canonical-json.ts";

test("equal values have equal texts, whatever the order in which they were built", () => {
  const one = { b: [{ z: 1, a: "x" }, null], a: { d: true, c: undefined } };
  const other = { a: { d: true }, b: [{ a: "x", z: 1 }, null] };
  expect(canonicalJson(one)).toBe('{"a":{"d":true},"b":[{"a":"x","z":1},null]}');
  expect(canonicalJson(other)).toBe(canonicalJson(one));
});

test("the order of a list is part of it", () => {
  expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
});
