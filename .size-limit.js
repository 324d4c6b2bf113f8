import { listEntries, readPublicPackages } from "./packages/tools/src/workspace.ts";

/** What each entry may weigh by itself with what it bundles, minified and compressed: a tenth above what it weighs. */
const limits = {
  "@carecast/adapter": "1 kB",
  "@carecast/adapter-kit": "16 kB",
  "@carecast/adapter-kit/transport bun": "11 kB",
  "@carecast/adapter-kit/transport deno": "11 kB",
  "@carecast/adapter-kit/transport node": "2 kB",
  "@carecast/adapter-kit/transport": "11 kB",
  "@carecast/adapter-kit/portable": "11 kB",
  "@carecast/core": "64 kB",
  "@carecast/core/sqlite": "10 kB",
  "@carecast/core/node": "1 kB",
  "@carecast/core/otel": "2.4 kB",
  "@carecast/core/testing": "17 kB",
  "@carecast/core/identifiers": "70 kB",
  "@carecast/core/alerts": "40 kB",
  "@carecast/core/safeguards": "20 kB",
  "@carecast/core/notices": "37 kB",
  "@carecast/cap": "16 kB",
  "@carecast/postgres": "15 kB",
  "@carecast/sandbox": "37 kB",
  "@carecast/sandbox/handlers": "33 kB",
  "@carecast/testing": "23 kB",
  "@carecast/bluesky": "13 kB",
  "@carecast/mastodon": "10 kB",
};

const packages = readPublicPackages();
const entries = packages.flatMap((package_) => listEntries(package_).map((entry) => ({ ...entry, package_ })));

/** Built files in place of source, and of each entry the one that a bundler for the web takes. */
const alias = Object.fromEntries(
  entries.filter(({ conditions }) => conditions.length === 0).map(({ specifier, code }) => [specifier, code]),
);

/** The aim was 30 kB, of which ky, zod/mini and the other libraries take 25 alone; this limit keeps it from growing. */
const whole = {
  name: "@carecast/core and @carecast/mastodon with everything they load",
  path: alias["@carecast/core"],
  gzip: true,
  limit: "103 kB",
  modifyEsbuildConfig: (config) => ({
    ...config,
    alias,
    entryPoints: undefined,
    // Loaded later, and only by programs that schedule by the clock on the wall.
    external: ["croner"],
    format: "esm",
    stdin: {
      contents: `export * from "@carecast/core"; export * from "@carecast/mastodon";`,
      resolveDir: import.meta.dirname,
    },
  }),
};

const single = entries.map(({ specifier, conditions, code, package_: { manifest } }) => {
  const name = [specifier, ...conditions].join(" ");
  if (limits[name] === undefined) throw new Error(`${name} has no limit in .size-limit.js.`);
  const { dependencies, peerDependencies } = manifest;
  return {
    name,
    path: code,
    gzip: true,
    limit: limits[name],
    ignore: ["node:*", "@carecast/*", ...Object.keys({ ...dependencies, ...peerDependencies })],
    modifyEsbuildConfig: (config) => ({ ...config, format: "esm" }),
  };
});

export default [whole, ...single];
