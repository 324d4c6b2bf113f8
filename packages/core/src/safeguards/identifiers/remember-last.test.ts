import { expect, test, vi } from "vitest";

import type { ScanText } from "./finding.ts";
import { rememberLast } from "./remember-last.ts";

const textsOf = (text: string, path = "parts[0].text"): readonly ScanText[] => [{ path, text }];

function watch(): { ask: (key: string) => string; computed: () => readonly string[] } {
  const remember = rememberLast<string>();
  const compute = vi.fn((key: string) => `answer to ${key}`);
  return {
    ask: (key) => remember("words", textsOf(key), () => compute(key)),
    computed: () => compute.mock.calls.map(([key]) => key),
  };
}

test("the same texts are read once", () => {
  const { ask, computed } = watch();
  expect([ask("a"), ask("b"), ask("a")]).toEqual(["answer to a", "answer to b", "answer to a"]);
  expect(computed()).toEqual(["a", "b"]);
});

test("the last 64 are known, and no more", () => {
  const { ask, computed } = watch();
  for (let index = 0; index <= 64; index += 1) ask(String(index));
  for (let index = 64; index >= 1; index -= 1) ask(String(index));
  expect(computed()).toHaveLength(65);
  ask("0");
  expect(computed()).toHaveLength(66);
});

test("long texts make it remember fewer, but always the newest", () => {
  const { ask, computed } = watch();
  const [first, second, huge] = ["a".repeat(300_000), "b".repeat(200_001), "c".repeat(600_000)];
  for (const key of [first, second, second, first, first]) ask(key);
  expect(computed().map(([letter]) => letter)).toEqual(["a", "b", "a"]);
  for (const key of [huge, huge]) ask(key);
  expect(computed().map(([letter]) => letter)).toEqual(["a", "b", "a", "c"]);
  // What was dropped no longer counts: small keys stay beside each other.
  for (const key of ["d", "e", "d", "e"]) ask(key);
  expect(computed().map(([letter]) => letter)).toEqual(["a", "b", "a", "c", "d", "e"]);
});

test("a mistake is not remembered", () => {
  const remember = rememberLast<string>();
  const fail = (): never => {
    throw new Error("once");
  };
  expect(() => remember("words", textsOf("a"), fail)).toThrow("once");
  expect(remember("words", textsOf("a"), () => "answer")).toBe("answer");
});

test("texts are the same only in the same places, and for the same purpose", () => {
  const remember = rememberLast<number>();
  let count = 0;
  const ask = (purpose: string, ...texts: (readonly [string, string])[]): number =>
    remember(
      purpose,
      texts.map(([path, text]) => ({ path, text })),
      () => (count += 1),
    );
  const asked = [
    ask("words", ["parts[0].text", "a"]),
    ask("notice", ["parts[0].text", "a"]),
    ask("words", ["parts[0].contentWarning", "a"]),
    ask("words", ["parts[0].text", "a"], ["parts[1].text", "b"]),
    ask("words", ["parts[0].text", "ab"]),
    ask("words", ["parts[0].text", "a"], ["parts[1].text", "c"]),
    ask("words"),
  ];
  expect(asked).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(ask("words", ["parts[0].text", "a"], ["parts[1].text", "c"])).toBe(6);
  expect(ask("words", ["parts[0].text", "ab"])).toBe(5);
});
