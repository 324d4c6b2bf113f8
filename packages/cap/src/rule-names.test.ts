import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = import.meta.dirname;
const read = (file: string): string => readFileSync(join(source, file), "utf8");

test("every rule that the code knows is in a test", () => {
  const files = globSync("**/*.ts", { cwd: source });
  const isTest = (file: string): boolean => file.endsWith(".test.ts") || file.includes("fixtures");
  const code = files
    .filter((file) => !isTest(file))
    .map(read)
    .join("\n");
  const rules = [...code.matchAll(/rule: "([a-z0-9-]+)"|tooMuch\("([a-z-]+)"/g)].map(
    ([, rule, limit]) => rule ?? limit ?? "",
  );
  expect(new Set(rules).size).toBeGreaterThan(50);
  const tests = files
    .filter((file) => isTest(file) && file !== "samples.test.ts")
    .map(read)
    .join("\n");
  const untested = [...new Set(rules)].filter((rule) => !new RegExp(`[ |"]${rule}[ |"!\\n]`).test(tests));
  expect(untested).toEqual([]);
});
