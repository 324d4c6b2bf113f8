import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

import { median } from "./measure.ts";
import type { Row } from "./row.ts";

const packages = new URL("../../", import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, packages));
const here = fileURLToPath(new URL(".", import.meta.url));

/** What a browser or edge worker downloads, and what importing costs. Measured on the built packages. */
export async function benchSize(): Promise<readonly Row[]> {
  if (!existsSync(path("core/dist/index.js"))) {
    console.error("size is left out, because it is measured on the built packages: run npm run build first.");
    return [];
  }
  const kilobytes =
    (await bundle(`
    export { createCarecast, memoryLedger } from "${path("core/dist/index.js")}";
    export { mastodon } from "${path("networks/mastodon/dist/index.js")}";
  `)) / 1000;
  const [ours, theirs] = [timeBuiltCore(), timeImport(here, "zod", "ky", "p-retry", "eventemitter3")];
  return [
    {
      what: "core, Mastodon and all they need, min+gzip, without the Node transport",
      ours: `${kilobytes.toFixed(1)} kB`,
      against: "the limit",
      theirs: "30 kB",
      ratio: kilobytes / 30,
      target: { atMost: 1 },
    },
    {
      what: "import core",
      ours: `${ours.toFixed(1)} ms`,
      against: "import of unbundled zod, ky, p-retry, eventemitter3",
      theirs: `${theirs.toFixed(1)} ms`,
      ratio: ours / theirs,
      target: { atMost: 0.5 },
    },
  ];
}

async function bundle(contents: string): Promise<number> {
  const dist = (name: string): string => path(`${name}/dist/index.js`);
  const result = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    // The built packages, as an application would install them.
    alias: {
      "@carecast/adapter": dist("adapter"),
      "@carecast/adapter-kit": dist("adapter-kit"),
      "@carecast/adapter-kit/transport": path("adapter-kit/dist/transport/ky-transport.js"),
    },
  });
  return gzipSync(result.outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

/** The built core as an application has it: in the workspace its imports would lead to source code. */
function timeBuiltCore(): number {
  const directory = mkdtempSync(join(tmpdir(), "carecast-import-"));
  try {
    for (const name of ["adapter", "core"]) {
      const target = join(directory, "node_modules", "@carecast", name);
      cpSync(path(`${name}/dist`), join(target, "dist"), { recursive: true });
      const manifest = JSON.parse(readFileSync(path(`${name}/package.json`), "utf8")) as {
        publishConfig: { exports: object };
      };
      const { exports } = manifest.publishConfig;
      writeFileSync(
        join(target, "package.json"),
        JSON.stringify({ name: `@carecast/${name}`, type: "module", exports }),
      );
    }
    return timeImport(directory, "@carecast/core");
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Milliseconds to import from a directory, the median of fresh processes. */
function timeImport(directory: string, ...modules: readonly string[]): number {
  const imports = modules.map((name) => `await import(${JSON.stringify(name)});`).join("");
  const script = `const start = performance.now(); ${imports} console.log(performance.now() - start)`;
  const times = Array.from({ length: 9 }, () =>
    Number(
      execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: directory, encoding: "utf8" }),
    ),
  );
  return median(times);
}
