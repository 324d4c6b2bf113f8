import https from "node:https";
import { afterEach, expect, it, vi } from "vitest";
import { builtinModule } from "./builtin-module.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

it("finds a module of Node, and nothing where there is no Node or an old one", () => {
  expect(builtinModule("node:https")).toBe(https);
  for (const process of [undefined, {}]) {
    vi.stubGlobal("process", process);
    const found = builtinModule("node:https");
    vi.unstubAllGlobals();
    expect(found).toBeUndefined();
  }
});
