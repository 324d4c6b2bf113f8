import { globSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { readPublicPackages, root } from "./workspace.ts";

const parts = [
  "packages",
  "examples",
  "docs",
  ".changeset",
  "package.json",
  "pnpm-workspace.yaml",
  "tsconfig.base.json",
  "README.md",
];
const licenceAndLock = ["LICENSE", "pnpm-lock.yaml"];
const toolConfiguration = [
  ".ci",
  ".gitignore",
  ".pnpmfile.mjs",
  ".prettierignore",
  ".prettierrc.json",
  ".size-limit.js",
  "eslint.config.js",
  "knip.json",
  "tsconfig.json",
  "tsconfig.web.json",
  "typedoc.json",
  "vitest.config.ts",
];
/** What tools and editors leave behind, and git ignores. */
const leftovers = [".git", ".cache", ".env", ".idea", ".vscode", "coverage", "node_modules"];

test("the top level holds what it should and nothing else", () => {
  const found = readdirSync(root).filter((name) => !leftovers.includes(name) && !/\.sqlite(-wal|-shm)?$/.test(name));
  expect(found.sort()).toEqual([...parts, ...licenceAndLock, ...toolConfiguration].sort());
});

test("source files are in kebab-case", () => {
  const files = globSync("{packages,packages/networks,examples}/*/{src,test}/**/*.*", { cwd: root });
  expect(files.map((file) => basename(file)).filter((name) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name))).toEqual([]);
});

test("every public package is documented", () => {
  const { entryPoints } = JSON.parse(readFileSync(join(root, "typedoc.json"), "utf8")) as { entryPoints: string[] };
  const documented = globSync(entryPoints, { cwd: root });
  expect(documented.sort()).toEqual(
    readPublicPackages()
      .map(({ path }) => path)
      .sort(),
  );
});
