import { existsSync, globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, relative } from "node:path";
import ts from "typescript";
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
  const bundled = findBundled(package_);
  writeNotices(package_, bundled);
  return [...findMissing(package_), ...compareBundled(package_, [...bundled.keys()]), ...findBareBuiltins(package_)];
}

function findMissing(package_: WorkspacePackage): readonly string[] {
  return listEntries(package_)
    .flatMap(({ code, types }) => [code, types])
    .filter((file) => !existsSync(file))
    .map((file) => `${relative(root, file)} is in "publishConfig.exports", but the build does not make it.`);
}

/** The bundler takes in silently whatever is not among the dependencies. */
function compareBundled({ name, manifest }: WorkspacePackage, found: readonly string[]): readonly string[] {
  const listed = manifest.publishConfig?.bundled ?? [];
  return [
    ...found
      .filter((other) => !listed.includes(other))
      .map((other) => `${name} bundles ${other}, which is not in "publishConfig.bundled".`),
    ...listed
      .filter((other) => !found.includes(other))
      .map((other) => `${name} lists ${other} in "publishConfig.bundled", but does not bundle it.`),
  ];
}

/** `sqlite` is no module, `node:sqlite` is: the bundler takes the prefix away unless `removeNodeProtocol` is false. */
function findBareBuiltins({ directory }: WorkspacePackage): readonly string[] {
  return globSync("dist/**/*.js", { cwd: directory }).flatMap((file) =>
    ts
      .preProcessFile(readFileSync(join(directory, file), "utf8"))
      .importedFiles.map(({ fileName }) => fileName)
      .filter((name) => !name.startsWith("node:") && isBuiltin(`node:${name}`))
      .map((name) => `${relative(root, join(directory, file))} imports "${name}" in place of "node:${name}".`),
  );
}
