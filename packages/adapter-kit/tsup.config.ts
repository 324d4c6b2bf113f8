import { defineConfig } from "tsup";
import manifest from "./package.json" with { type: "json" };

export default defineConfig({
  entry: ["src/index.ts", "src/transport/undici-transport.ts", "src/transport/ky-transport.ts"],
  format: "esm",
  platform: "node",
  target: "es2023",
  removeNodeProtocol: false,
  // Each entry is one file: who takes one transport never loads the other.
  splitting: false,
  clean: true,
  // The package asks itself for its transport, so that the application's bundler can choose by platform.
  external: ["@carecast/adapter-kit/transport"],
  noExternal: manifest.publishConfig.bundled,
  dts: true,
});
