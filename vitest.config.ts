import { defineConfig } from "vitest/config";

/** `vitest run --mode live` runs the tests that use real accounts, and only these. */
export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === "live" ? "**/src/**/*.live.test.ts" : "**/src/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", ...(mode === "live" ? [] : ["**/*.live.test.ts"])],
    setupFiles: ["packages/tools/src/fix-seed.ts"],
    // A machine that is busy with something else makes no test fail; one that hangs ends all the same.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
}));
