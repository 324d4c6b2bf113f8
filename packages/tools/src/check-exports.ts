import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { listEntries, readPublicPackages, root, type Entry, type WorkspacePackage } from "./workspace.ts";

// What a package exports is a promise. Each built package is compared with the list that was agreed on;
// `--update` writes a new list, whose diff is then part of the review.
const update = process.argv.includes("--update");
const directory = join(root, "packages", "tools", "exports");
const packages = readPublicPackages();
const program = ts.createProgram({
  rootNames: packages.flatMap(listEntries).map(({ types }) => types),
  options: {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  },
});
const checker = program.getTypeChecker();

if (update) mkdirSync(directory, { recursive: true });
for (const package_ of packages) await checkPackage(package_);

async function checkPackage(package_: WorkspacePackage): Promise<void> {
  const file = join(directory, `${package_.path.split("/").at(-1)}.txt`);
  const sections = await Promise.all(listEntries(package_).map(describeEntry));
  const actual = sections.join("\n");
  if (update) {
    writeFileSync(file, actual);
    return;
  }
  const expected = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (actual === expected) return;
  process.exitCode = 1;
  console.error(`${package_.name} does not export what packages/tools/exports says.`);
  const [before, after] = [expected.split("\n"), actual.split("\n")];
  for (const line of before.filter((line) => !after.includes(line))) console.error(`  gone: ${line}`);
  for (const line of after.filter((line) => !before.includes(line))) console.error(`  new:  ${line}`);
  console.error("  If that is meant: pnpm exports:update\n");
}

async function describeEntry({ specifier, conditions, code, types }: Entry): Promise<string> {
  const source = program.getSourceFile(types);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${types} is not a module. Was the package built?`);
  const declared = checker.getExportsOfModule(module);
  const present = Object.keys((await import(pathToFileURL(code).href)) as object).sort();
  const values = declared.filter(isValue).map(({ name }) => name);
  if (values.sort().join() !== present.join()) {
    throw new Error(`${types} promises ${values.join(", ")}, but ${code} has ${present.join(", ")}.`);
  }
  const lines = declared.map((symbol) => `  ${isValue(symbol) ? "value" : "type "} ${symbol.name}\n`);
  return `${[specifier, ...conditions].join(" ")}\n${lines.sort().join("")}`;
}

function isValue(symbol: ts.Symbol): boolean {
  if (symbol.declarations?.some((node) => ts.isExportSpecifier(node) && node.isTypeOnly)) return false;
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return (target.flags & ts.SymbolFlags.Value) !== 0;
}
