import { defineConfig } from "tsup";
import manifest from "./package.json" with { type: "json" };

export default defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  platform: "neutral",
  target: "es2023",
  splitting: false,
  clean: true,
  // The parser is written in CommonJS: bundled, it loads on platforms that know modules only.
  noExternal: manifest.publishConfig.bundled,
  dts: true,
});
