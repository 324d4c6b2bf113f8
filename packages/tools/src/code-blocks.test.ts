import { expect, test } from "vitest";
import { readCodeBlocks } from "./code-blocks.ts";

const page = [
  "# Title",
  "```ts",
  "const one = 1;",
  "```",
  "Words.",
  "```ts continued",
  "export const two = one + one;",
  "```",
  "```sh",
  "npm test",
  "```",
  "1. In a list:",
  "   ```ts",
  "   export {};",
  "   ```",
].join("\n");

test("reads every TypeScript block with its line, and nothing else", () => {
  expect(readCodeBlocks(page).map(({ line }) => line)).toEqual([3, 14]);
  expect(readCodeBlocks(page)[1]).toEqual({ code: "export {};", line: 14 });
});

test("joins a continued block to the one before, each line where the page has it", () => {
  const [{ code, line }] = readCodeBlocks(page) as [{ code: string; line: number }];
  const lines = code.split("\n");
  expect(lines[0]).toBe("const one = 1;");
  expect(page.split("\n")[line + lines.length - 2]).toBe(lines.at(-1));
});

test("takes a fence inside a longer fence as text", () => {
  expect(readCodeBlocks("````md\n```ts\nnot code\n```\n````\n")).toEqual([]);
});
