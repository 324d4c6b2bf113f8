import { defineConfig } from "tsup";
import manifest from "./package.json" with { type: "json" };

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/ledger/sqlite/index.ts",
    "src/node/index.ts",
    "src/observe/otel/index.ts",
    "src/alerts/index.ts",
    "src/notices/index.ts",
    "src/safeguards/identifiers/index.ts",
    "src/safeguards/index.ts",
    "src/testing.ts",
  ],
  format: "esm",
  platform: "node",
  target: "es2023",
  // `sqlite` alone is no module.
  removeNodeProtocol: false,
  splitting: false,
  clean: true,
  // What core bundles is quick to load and small; only what is used of it gets in.
  noExternal: manifest.publishConfig.bundled,
  dts: { resolve: manifest.publishConfig.bundled },
});
