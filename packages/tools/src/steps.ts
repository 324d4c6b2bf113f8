import type { Step } from "./run-steps.ts";

/** Everything that has to be true before a change goes in. The slow and the widely needed come first. */
export const steps: readonly Step[] = [
  // Without company: beside other work a test may run into its time limit.
  { name: "test", command: tool("run-tests.ts"), alone: true },
  { name: "lint", command: ["eslint", "."] },
  { name: "build", command: tool("build-packages.ts") },
  { name: "pack", command: tool("pack-packages.ts"), needs: ["build"] },
  { name: "smoke", command: tool("smoke-test.ts"), needs: ["pack"] },
  { name: "docs", command: ["typedoc", "--logLevel", "Warn"] },
  { name: "typecheck", command: ["tsc", "-p", "tsconfig.json"] },
  { name: "typecheck:web", command: ["tsc", "-p", "tsconfig.web.json"] },
  { name: "docs:code", command: tool("check-doc-code.ts") },
  { name: "knip", command: ["knip"] },
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  { name: "attw", command: tool("check-tarballs.ts", "attw", "--profile", "esm-only"), needs: ["pack"] },
  { name: "publint", command: tool("check-tarballs.ts", "publint", "--strict"), needs: ["pack"] },
  { name: "size", command: ["size-limit"], needs: ["build"] },
  { name: "exports", command: tool("check-exports.ts"), needs: ["build"] },
];

function tool(file: string, ...options: string[]): readonly string[] {
  return ["node", `packages/tools/src/${file}`, ...options];
}
