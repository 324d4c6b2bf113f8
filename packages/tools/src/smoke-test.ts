import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { findTarball } from "./packed.ts";
import { mustRun } from "./run-command.ts";
import { listEntries, readManifest, readPublicPackages, root, type Entry, type WorkspacePackage } from "./workspace.ts";

// Installs the packed packages into an empty project outside the repository, checks the types of a program against
// them, and runs it.
const packages = readPublicPackages();
const project = mkdtempSync(join(tmpdir(), "carecast-smoke-"));
try {
  writeProject();
  // Peers (a test runner, a telemetry API) are the reader's own; entries that need one are not loaded here.
  const flags = ["--legacy-peer-deps", "--no-package-lock", "--prefer-offline", "--ignore-scripts"];
  await mustRun("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...flags], project);
  await mustRun("tsc", ["-p", project]);
  await mustRun(process.execPath, ["program.ts"], project);
  await mustRun(process.execPath, ["every-entry.mjs"], project);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}

function writeProject(): void {
  const write = (name: string, content: string): void => writeFileSync(join(project, name), content);
  const types = readManifest(root).devDependencies?.["@types/node"] ?? "*";
  const dependencies = Object.fromEntries(packages.map((package_) => [package_.name, `file:${findTarball(package_)}`]));
  write(
    "package.json",
    JSON.stringify({ private: true, type: "module", dependencies: { ...dependencies, "@types/node": types } }),
  );
  write("tsconfig.json", JSON.stringify({ compilerOptions: compilerOptions(), files: ["program.ts"] }));
  copyFileSync(join(import.meta.dirname, "smoke", "program.ts"), join(project, "program.ts"));
  const specifiers = packages.flatMap((package_) =>
    listEntries(package_).filter((entry) => !needsPeer(package_, entry)),
  );
  write("every-entry.mjs", specifiers.map(({ specifier }) => `await import("${specifier}");\n`).join(""));
}

function needsPeer({ manifest }: WorkspacePackage, { code }: Entry): boolean {
  const peers = Object.keys(manifest.peerDependencies ?? {});
  return ts.preProcessFile(readFileSync(code, "utf8")).importedFiles.some(({ fileName }) => peers.includes(fileName));
}

/** As a strict user has them; the declarations of the packages are checked too. */
function compilerOptions(): Record<string, unknown> {
  return {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: "ES2024",
    lib: ["ES2024", "ESNext.Disposable", "DOM", "DOM.AsyncIterable"],
    module: "NodeNext",
    types: ["node"],
    skipLibCheck: false,
  };
}
