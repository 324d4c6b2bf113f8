import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  platform: "node",
  target: "es2023",
  removeNodeProtocol: false,
  clean: true,
  dts: true,
});
