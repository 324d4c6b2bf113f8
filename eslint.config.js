import { builtinModules } from "node:module";
import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Tests, what they read, and the suites that more than one of them runs. */
const tests = ["**/*.test.ts", "**/test/**", "**/fixtures/**", "packages/core/src/ledger/contract/**"];
/** Packages that people install. */
const shipped = [
  "packages/{adapter,adapter-kit,cap,core,postgres,sandbox,testing}/src/**/*.ts",
  "packages/networks/*/src/**/*.ts",
];
/** Of these, what has to run on every platform that has fetch, Web Crypto and streams. */
const portable = ["packages/{adapter,adapter-kit,cap,core}/src/**/*.ts", "packages/networks/*/src/**/*.ts"];
const needsNode = [
  "packages/adapter-kit/src/transport/undici-transport.ts",
  "packages/core/src/ledger/sqlite/**",
  "packages/core/src/node/**",
];

export default defineConfig(
  globalIgnores(["**/dist/", "**/.cache/", "docs/api/"]),
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-lines": ["error", 300],
      // Reading bytes is part of the work.
      "no-control-regex": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        {
          argsIgnorePattern: "^_",
          varsIgnorePattern: "^_",
          destructuredArrayIgnorePattern: "^_",
          ignoreRestSiblings: true,
        },
      ],
      // Adapters, ledgers and hubs are objects made of closures: their members never ask for `this`.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // A method that has to return a promise may have nothing to wait for.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // An abort surfaces as `signal.reason`, whatever the caller put there.
      "@typescript-eslint/only-throw-error": ["error", { allowThrowingAny: true, allowThrowingUnknown: true }],
      "@typescript-eslint/prefer-promise-reject-errors": [
        "error",
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
    },
  },
  {
    files: shipped,
    ignores: tests,
    rules: {
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": [
        "error",
        { selector: "TSAsExpression > TSAsExpression > TSUnknownKeyword", message: "Two casts hide what is wrong." },
      ],
    },
  },
  {
    files: portable,
    ignores: [...tests, ...needsNode],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: builtinModules,
          patterns: [{ group: ["node:*"], message: "Only a subpath of its own may need Node." }],
        },
      ],
      "no-restricted-globals": ["error", "Buffer", "process", "global", "require", "setImmediate", "clearImmediate"],
    },
  },
  {
    files: ["**/*.{js,mjs}"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { console: "readonly", process: "readonly" } },
  },
);
