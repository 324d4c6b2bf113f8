import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

/** A program as one file, which starts in a quarter of the time that its sources take. */
export interface Bundle extends AsyncDisposable {
  readonly file: string;
}

/** Bundles `source`, a file beside this one. The bundle lies in this package, where it finds what stays outside of it. */
export async function bundleChild(source = "child.ts"): Promise<Bundle> {
  const directory = join(import.meta.dirname, "..", "..", ".cache", randomUUID());
  await build({
    entryPoints: { child: join(import.meta.dirname, source) },
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node22",
    external: ["pg-native"],
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return {
    file: join(directory, "child.mjs"),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
