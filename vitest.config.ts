import { defineConfig } from "vitest/config";

/** `vitest run --mode live` runs the tests that use real accounts, and only these. */
export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === "live" ? "**/src/**/*.live.test.ts" : "**/src/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", ...(mode === "live" ? [] : ["**/*.live.test.ts"])],
    setupFiles: ["packages/tools/src/fix-seed.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
}));
