import { ConfigError, type RepeatLever } from "@carecast/adapter";
import { describe, expect, it } from "vitest";
import type { FakeAdapterOptions } from "../fake/fake-adapter.ts";
import { fakeHarness } from "./fake-harness.ts";
import type { ContractHarness } from "./harness.ts";
import { omit } from "./omit.ts";
import { type ContractResult, runContract } from "./run-contract.ts";

const resultsOf = (options: FakeAdapterOptions): Promise<readonly ContractResult[]> =>
  runContract({ start: () => fakeHarness(options) });

const reasonsOf = (results: readonly ContractResult[], state: ContractResult["state"]): readonly string[] => [
  ...new Set(results.flatMap((result) => (result.state === state ? [result.reason ?? ""] : []))),
];

describe("runContract", () => {
  it.each<[RepeatLever, "certain" | "hint" | "none"]>([
    ["signed-id", "certain"],
    ["record-key", "certain"],
    ["container", "none"],
    ["idempotency-key", "hint"],
    ["nonce", "none"],
    ["duplicate-refusal", "hint"],
    ["duplicate-refusal", "none"],
    ["none", "certain"],
    ["none", "hint"],
    ["none", "none"],
  ])("breaks no promise of a network with the lever %s and find %s", async (lever, find) => {
    const results = await resultsOf({ capabilities: { repeat: { lever, find } } });
    expect(results.filter(({ state }) => state === "broken")).toEqual([]);
  });

  it("skips what the capabilities deny, and names it", async () => {
    const results = await resultsOf({
      capabilities: {
        ...{ edit: false, delete: false, pin: false, threads: false, replies: false, language: false, polls: "none" },
        media: { max: 0, image: undefined, video: undefined },
        listening: { modes: [], kinds: [], hashtags: false },
        repeat: { lever: "none", find: "none" },
      },
    });
    expect(reasonsOf(results, "broken")).toEqual([]);
    expect(reasonsOf(results, "skipped")).toEqual(
      expect.arrayContaining([
        "capabilities: edit is false",
        "capabilities: delete is false",
        "capabilities: pin is false",
        "capabilities: threads is false",
        "capabilities: language is false",
        "capabilities: media.image takes none of our samples",
        "capabilities: listening.modes has neither stream nor poll",
        "capabilities: listening.modes has no webhook",
        "capabilities: repeat.lever is none",
        "capabilities: repeat.find is none",
        "capabilities: repeat.lever and repeat.find are none",
      ]),
    );
  });

  it("skips the faults that the harness cannot order, and names them", async () => {
    const harness = fakeHarness();
    const results = await runContract({
      start: () => ({ ...harness, network: { ...harness.network, faults: ["drop-after"] } }),
    });
    const reasons = reasonsOf(results, "skipped");
    expect(reasons).toContain("the harness cannot order the fault not-json");
    expect(reasons).not.toContain("the harness cannot order the fault drop-after");
  });

  it("names the broken promise and what was seen", async () => {
    const results = await runContract({
      start: () => fakeHarness({}, (adapter) => ({ ...adapter, measure: () => 1 })),
    });
    expect(results).toContainEqual({
      promise: "exact counting",
      name: "counts nothing in an empty text",
      state: "broken",
      reason: "in graphemes: expected 0, got 1",
    });
  });

  it("stops the harness at the end", async () => {
    let stops = 0;
    await runContract({ start: () => ({ ...fakeHarness(), stop: () => void (stops += 1) }) });
    expect(stops).toBe(1);
  });

  it("refuses unknown options, a missing start and unknown faults", async () => {
    const start = (): ContractHarness => fakeHarness();
    const named = (path: string): unknown => expect.objectContaining({ code: "config", path });
    // @ts-expect-error: the types refuse it too.
    await expect(runContract({ start, patience: 5 })).rejects.toThrow(ConfigError);
    // @ts-expect-error: the types refuse it too.
    await expect(runContract({})).rejects.toEqual(named("start"));
    await expect(runContract({ start, patienceMs: 0 })).rejects.toEqual(named("patienceMs"));
    const { network, ...harness } = fakeHarness();
    // @ts-expect-error: the types refuse it too.
    const strange: ContractHarness = { ...harness, network: { ...network, faults: ["flood"] } };
    await expect(runContract({ start: () => strange })).rejects.toEqual(named("network.faults"));
    const unarmed = { ...harness, network: omit(network, "order") };
    await expect(runContract({ start: () => unarmed })).rejects.toEqual(named("network.order"));
  });
});
