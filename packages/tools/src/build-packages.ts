import { existsSync } from "node:fs";
import { relative } from "node:path";
import { findBundled, writeNotices } from "./bundled.ts";
import { runAll } from "./run-all.ts";
import { runCommand } from "./run-command.ts";
import { listEntries, readPublicPackages, root, type WorkspacePackage } from "./workspace.ts";

// Source resolves to source, so no package has to wait for another one.
const problems = (await runAll(readPublicPackages(), buildPackage)).flat();
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

/** Builds one package and says what is wrong with the result. */
async function buildPackage(package_: WorkspacePackage): Promise<readonly string[]> {
  const { exitCode, output } = await runCommand("tsup", ["--silent"], package_.directory);
  if (exitCode !== 0) return [`${package_.name} does not build.\n${output}`];
  const missing = listEntries(package_)
    .flatMap(({ code, types }) => [code, types])
    .filter((file) => !existsSync(file))
    .map((file) => `${relative(root, file)} is in "publishConfig.exports", but the build does not make it.`);
  const listed = package_.manifest.publishConfig?.bundled ?? [];
  const found = findBundled(package_);
  const wrong = [...new Set([...found, ...listed])]
    .filter((name) => !found.includes(name) || !listed.includes(name))
    .map((name) =>
      found.includes(name)
        ? `${package_.name} bundles ${name}: list it in "dependencies", and in "publishConfig.bundled" if that is meant.`
        : `${package_.name} lists ${name} in "publishConfig.bundled", but does not bundle it.`,
    );
  writeNotices(package_, found);
  return [...missing, ...wrong];
}
