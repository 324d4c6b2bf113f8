import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { replaceBlock } from "./replace-block.ts";
import { runCommand } from "./run-command.ts";
import { readPublicPackages, root } from "./workspace.ts";

const tool = join(root, "packages", "tools", "src", "capability-table.ts");
const readme = join(root, "README.md");

function run(...args: string[]) {
  return runCommand(process.execPath, [tool, ...args]);
}

function copyReadme(): string {
  const directory = mkdtempSync(join(tmpdir(), "carecast-table-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, "README.md");
  copyFileSync(readme, file);
  return file;
}

test("the table in README.md is that of the adapters", async () => {
  expect(await run("--check")).toEqual({ exitCode: 0, output: "" });
});

test("a table that says something else is out of date, and is written anew", async () => {
  const file = copyReadme();
  const page = readFileSync(file, "utf8");
  writeFileSync(file, page.replace("300 graphemes", "280 graphemes"));
  const { exitCode, output } = await run("--check", file);
  expect(exitCode).toBe(1);
  expect(output).toContain("npm run docs:table");
  expect((await run(file)).exitCode).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(page);
});

test("every network has a column and a page", () => {
  const networks = readPublicPackages().filter(({ path }) => path.startsWith("packages/networks/"));
  const page = readFileSync(readme, "utf8");
  for (const { path } of networks) {
    const name = path.split("/").at(-1) ?? "";
    expect(page).toContain(`[${name}](docs/networks/${name}.md)`);
    expect(readFileSync(join(root, "docs", "networks", `${name}.md`), "utf8")).not.toBe("");
  }
});

test.each([
  ["no markers", "text"],
  ["no end", "<!-- a -->"],
  ["two blocks", "<!-- a --><!-- /a --><!-- a --><!-- /a -->"],
])("a page with %s is not touched", (_, page) => {
  expect(() => replaceBlock(page, "a", "new")).toThrow("<!-- a -->");
});
