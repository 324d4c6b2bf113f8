import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The part of a `package.json` that the tools read. */
export interface Manifest {
  readonly config?: Readonly<Record<string, string>>;
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly type?: string;
  readonly description?: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly exports?: ExportMap;
  readonly publishConfig?: {
    readonly access?: string;
    readonly bundled?: readonly string[];
    readonly exports?: ExportMap;
  };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export type ExportTarget = string | { readonly [condition: string]: ExportTarget };
export type ExportMap = Readonly<Record<string, ExportTarget>>;

export interface WorkspacePackage {
  readonly name: string;
  /** Relative to the root, with forward slashes: `packages/networks/mastodon`. */
  readonly path: string;
  readonly directory: string;
  readonly manifest: Manifest;
}

/** One published entry point, in one of its conditions. */
export interface Entry {
  /** As it is imported: `@carecast/core/sqlite`. */
  readonly specifier: string;
  /** The conditions that lead to it, without `types` and `default`: `["node"]`. */
  readonly conditions: readonly string[];
  readonly code: string;
  readonly types: string;
}

export const root = join(import.meta.dirname, "..", "..", "..");

/** Every package of the workspace, ordered by path. */
export function readPackages(): readonly WorkspacePackage[] {
  return ["examples", "packages", "packages/networks"].flatMap((parent) =>
    readdirSync(join(root, parent))
      .sort()
      .map((name) => ({ path: `${parent}/${name}`, directory: join(root, parent, name) }))
      .filter(({ directory }) => existsSync(join(directory, "package.json")))
      .map(({ path, directory }) => {
        const manifest = readManifest(directory);
        return { name: manifest.name, path, directory, manifest };
      }),
  );
}

/** The packages that go to the registry. */
export function readPublicPackages(): readonly WorkspacePackage[] {
  return readPackages().filter(({ manifest }) => manifest.private !== true);
}

export function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as Manifest;
}

/** What a package publishes, one entry for each file. */
export function listEntries({ name, directory, manifest }: WorkspacePackage): readonly Entry[] {
  return Object.entries(manifest.publishConfig?.exports ?? {}).flatMap(([subpath, target]) =>
    listTargets(target, []).map(({ conditions, code, types }) => ({
      specifier: `${name}${subpath.slice(1)}`,
      conditions,
      code: join(directory, code),
      types: join(directory, types),
    })),
  );
}

function listTargets(
  target: ExportTarget | undefined,
  conditions: readonly string[],
): { conditions: readonly string[]; code: string; types: string }[] {
  if (typeof target !== "object") return [];
  const { types, default: code, ...others } = target;
  const nested = Object.entries(others).flatMap(([name, inner]) => listTargets(inner, [...conditions, name]));
  if (typeof types === "string" && typeof code === "string") return [...nested, { conditions, code, types }];
  return [...nested, ...listTargets(code, conditions)];
}
