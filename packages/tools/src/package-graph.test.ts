import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { readPackages, readPublicPackages, type WorkspacePackage } from "./workspace.ts";

const packages = readPackages();
const networks = packages.filter(({ path }) => path.startsWith("packages/networks/"));
const helpers = ["@carecast/sandbox", "@carecast/testing"];
const everything = packages.map(({ name }) => name);

/** Who may import whom: in code that is shipped, and in tests besides. */
const arrows: Readonly<Record<string, { readonly shipped: readonly string[]; readonly tests: readonly string[] }>> = {
  "@carecast/adapter": { shipped: [], tests: [] },
  "@carecast/adapter-kit": { shipped: ["@carecast/adapter"], tests: helpers },
  "@carecast/core": { shipped: ["@carecast/adapter"], tests: helpers },
  "@carecast/cap": { shipped: ["@carecast/adapter", "@carecast/core"], tests: [] },
  "@carecast/postgres": { shipped: ["@carecast/adapter", "@carecast/core"], tests: [] },
  "@carecast/sandbox": { shipped: [], tests: [] },
  "@carecast/testing": { shipped: ["@carecast/adapter"], tests: ["@carecast/sandbox"] },
  ...Object.fromEntries(
    networks.map(({ name }) => [name, { shipped: ["@carecast/adapter", "@carecast/adapter-kit"], tests: helpers }]),
  ),
};

/** Packages that nobody installs may use all of them. */
function arrowsOf({ name, manifest }: WorkspacePackage) {
  return arrows[name] ?? (manifest.private ? { shipped: everything, tests: everything } : undefined);
}

function ownNames(dependencies: Readonly<Record<string, string>> = {}): readonly string[] {
  return Object.keys(dependencies).filter((name) => name.startsWith("@carecast/"));
}

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly inTest: boolean;
}

function listImports({ directory }: WorkspacePackage): readonly Import[] {
  return globSync("{src,test}/**/*.ts", { cwd: directory }).flatMap((file) =>
    ts.preProcessFile(readFileSync(join(directory, file), "utf8")).importedFiles.map(({ fileName }) => ({
      file,
      specifier: fileName,
      inTest: /\.test\.ts$|\/fixtures\/|^test\//.test(file),
    })),
  );
}

describe.each(packages)("$name", (package_) => {
  const { name, directory, manifest } = package_;
  const allowed = arrowsOf(package_);

  test("has its place in the graph", () => {
    expect(allowed, "add it to the arrows of this test").toBeDefined();
  });

  test("depends only on packages below it", () => {
    expect(allowed?.shipped).toEqual(expect.arrayContaining([...ownNames(manifest.dependencies)]));
    expect([...(allowed?.shipped ?? []), ...(allowed?.tests ?? [])]).toEqual(
      expect.arrayContaining([...ownNames(manifest.devDependencies)]),
    );
    expect(ownNames(manifest.peerDependencies), "own packages are never peers").toEqual([]);
    expect(ownNames(manifest.optionalDependencies)).toEqual([]);
  });

  test("takes its own packages from the workspace", () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    for (const own of ownNames(all)) expect(all[own], own).toBe("workspace:^");
  });

  test("imports only what it depends on", () => {
    const wrong = listImports(package_).filter(({ specifier, inTest }) => {
      const own = /^@carecast\/[^/]+/.exec(specifier)?.[0];
      if (own === undefined || own === name) return false;
      const usable =
        inTest || manifest.private ? { ...manifest.dependencies, ...manifest.devDependencies } : manifest.dependencies;
      return !ownNames(usable).includes(own);
    });
    expect(wrong).toEqual([]);
  });

  test("stays inside its directory", () => {
    const wrong = listImports(package_)
      .filter(({ file, specifier }) => specifier.startsWith(".") && leaves(directory, join(dirname(file), specifier)))
      .filter(({ inTest }) => !mayReachOut(package_, inTest));
    expect(wrong).toEqual([]);
  });
});

function leaves(directory: string, path: string): boolean {
  return relative(directory, resolve(directory, path)).startsWith("..");
}

/** Measurements and the tests of examples look at what nobody exports. Nothing that others install or copy does. */
function mayReachOut({ path, manifest }: WorkspacePackage, inTest: boolean): boolean {
  return manifest.private === true && (inTest || !path.startsWith("examples/"));
}

test("the contract depends on nothing", () => {
  const contract = packages.find(({ name }) => name === "@carecast/adapter");
  expect(contract?.manifest.dependencies ?? {}).toEqual({});
  expect(contract?.manifest.peerDependencies ?? {}).toEqual({});
});

describe.each(readPublicPackages())("$name can be published", ({ directory, manifest }) => {
  test("says what it is, under which licence, and for which Node", () => {
    expect(manifest).toMatchObject({ license: "Apache-2.0", type: "module", files: ["dist"] });
    expect(manifest.description?.length).toBeGreaterThan(20);
    expect(manifest.engines?.["node"]).toMatch(/^>=22/);
    expect(existsSync(join(directory, "README.md")), "README.md").toBe(true);
  });

  test("exports source here and built files to others, under the same names", () => {
    expect(Object.keys(manifest.publishConfig?.exports ?? {})).toEqual(Object.keys(manifest.exports ?? {}));
    expect(manifest.publishConfig?.access).toBe("public");
    expect(JSON.stringify(manifest.exports)).not.toContain("dist/");
    expect(JSON.stringify(manifest.publishConfig?.exports)).not.toContain("src/");
  });

  test("pins what it does not own", () => {
    for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
      if (!name.startsWith("@carecast/")) expect(range, name).toMatch(/^[\^~]?\d+\.\d+\.\d+$/);
    }
  });
});
