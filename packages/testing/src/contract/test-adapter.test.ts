import { ConfigError } from "@carecast/adapter";
import { expect, it } from "vitest";
import { fakeHarness } from "./fake-harness.ts";
import { testAdapter } from "./test-adapter.ts";

testAdapter("the fake adapter", { start: () => fakeHarness({ discovers: { text: { rule: "As discovered." } } }) });

it("refuses an unknown option when the suite is registered", () => {
  // @ts-expect-error: the types refuse it too.
  expect(() => testAdapter("wrong", { start: () => fakeHarness(), timeout: 5 })).toThrow(ConfigError);
});
