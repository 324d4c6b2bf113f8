import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { listTarballs, packedDirectory } from "./packed.ts";
import { mustRun } from "./run-command.ts";
import { readManifest, readPublicPackages, root } from "./workspace.ts";

rmSync(packedDirectory, { recursive: true, force: true });
mkdirSync(packedDirectory, { recursive: true });

const pnpm = `pnpm@${readManifest(join(root, "packages", "tools")).config?.["pnpm"]}`;
const filters = readPublicPackages().flatMap(({ name }) => ["--filter", name]);
await mustRun("npx", ["--yes", pnpm, "--recursive", ...filters, "pack", "--pack-destination", packedDirectory]);

for (const file of listTarballs()) {
  if (!existsSync(file)) throw new Error(`${file} was not made.`);
}
