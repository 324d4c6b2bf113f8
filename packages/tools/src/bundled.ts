import { globSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readManifest, type WorkspacePackage } from "./workspace.ts";

// The bundler writes above each module where it comes from.
const origin = /^\/\/ .*node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\/[^\n]+$/gm;

/** The third-party packages whose code is inside the built files. */
export function findBundled({ directory }: WorkspacePackage): readonly string[] {
  const names = globSync("dist/**/*.js", { cwd: directory }).flatMap((file) =>
    [...readFileSync(join(directory, file), "utf8").matchAll(origin)].map(([, name]) => name ?? ""),
  );
  return [...new Set(names)].sort();
}

/** Their licences ask that the notice goes wherever the code goes. */
export function writeNotices({ directory }: WorkspacePackage, names: readonly string[]): void {
  if (names.length === 0) return;
  const notices = names.map((name) => {
    const source = join(directory, "node_modules", name);
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
