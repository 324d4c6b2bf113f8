import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/handlers.ts"],
  format: "esm",
  platform: "node",
  target: "es2023",
  removeNodeProtocol: false,
  // Each entry is one file: who takes the handlers never loads a server.
  splitting: false,
  clean: true,
  dts: true,
});
