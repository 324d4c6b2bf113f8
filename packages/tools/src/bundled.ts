import { globSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readManifest, type WorkspacePackage } from "./workspace.ts";

// The bundler writes above each module where it comes from, seen from the directory of the package.
const origin = /^\/\/ (.*node_modules\/((?:@[^/\n]+\/)?[^/\n]+))\/[^\n]+$/gm;

/** The third-party packages whose code is inside the built files, each with the directory that it came from. */
export function findBundled({ directory }: WorkspacePackage): ReadonlyMap<string, string> {
  const found = globSync("dist/**/*.js", { cwd: directory }).flatMap((file) =>
    [...readFileSync(join(directory, file), "utf8").matchAll(origin)].map(
      ([, path = "", name = ""]) => [name, resolve(directory, path)] as const,
    ),
  );
  return new Map(found.sort(([a], [b]) => a.localeCompare(b)));
}

/** Their licences ask that the notice goes wherever the code goes. */
export function writeNotices({ directory }: WorkspacePackage, bundled: ReadonlyMap<string, string>): void {
  if (bundled.size === 0) return;
  const notices = [...bundled].map(([name, source]) => {
    const { version, license } = readManifest(source);
    return `${name} ${version} (${license ?? "see below"})\n\n${readLicense(source).trim()}\n`;
  });
  writeFileSync(
    join(directory, "dist", "THIRD-PARTY-NOTICES.txt"),
    ["The files of this package contain code of:\n", ...notices].join(`\n${"-".repeat(80)}\n\n`),
  );
}

function readLicense(directory: string): string {
  const file = readdirSync(directory).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${directory} has no licence file to include.`);
  return readFileSync(join(directory, file), "utf8");
}
