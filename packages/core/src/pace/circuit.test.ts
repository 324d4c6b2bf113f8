import { describe, expect, it } from "vitest";
import { createCircuit, type Circuit, type CircuitFact } from "./circuit.ts";

const start = Date.UTC(2026, 10, 22, 9);

function setUp(random = 0.999999): { circuit: Circuit; facts: CircuitFact[] } {
  const facts: CircuitFact[] = [];
  return {
    circuit: createCircuit(
      () => random,
      (fact) => facts.push(fact),
    ),
    facts,
  };
}

function fail(circuit: Circuit, times: number, now: number): void {
  for (let each = 0; each < times; each += 1) circuit.fail(now);
}

describe("createCircuit", () => {
  it("opens at the fifth failure in a row, and not before", () => {
    const { circuit, facts } = setUp();
    fail(circuit, 4, start);
    circuit.succeed();
    fail(circuit, 4, start);
    expect(circuit.freeAt(start)).toBeUndefined();
    expect(facts).toEqual([]);
    circuit.fail(start);
    expect(circuit.freeAt(start)).toBe(start + 5_000);
    expect(facts).toEqual([{ state: "open", until: start + 5_000 }]);
  });

  it("lets one probe through, and another one when nobody hears of that", () => {
    const { circuit, facts } = setUp();
    fail(circuit, 5, start);
    const probeAt = start + 5_000;
    expect(circuit.freeAt(probeAt - 1)).toBe(probeAt);
    expect(circuit.freeAt(probeAt)).toBeUndefined();
    circuit.pass(probeAt);
    expect(circuit.freeAt(probeAt + 1)).toBe(probeAt + 10_000);
    expect(circuit.freeAt(probeAt + 10_000)).toBeUndefined();
    circuit.pass(probeAt + 10_000);
    expect(circuit.freeAt(probeAt + 10_001)).toBe(probeAt + 20_000);
    expect(facts.map(({ state }) => state)).toEqual(["open", "half-open"]);
  });

  it("closes at a success, and begins anew after it", () => {
    const { circuit, facts } = setUp();
    fail(circuit, 5, start);
    circuit.pass(start + 5_000);
    circuit.succeed();
    circuit.succeed();
    expect(circuit.freeAt(start + 5_001)).toBeUndefined();
    expect(facts.map(({ state }) => state)).toEqual(["open", "half-open", "closed"]);
    fail(circuit, 4, start + 6_000);
    expect(circuit.freeAt(start + 6_000)).toBeUndefined();
    circuit.fail(start + 6_000);
    expect(circuit.freeAt(start + 6_000)).toBe(start + 11_000);
    // It says so anew.
    circuit.pass(start + 11_000);
    expect(facts.map(({ state }) => state)).toEqual(["open", "half-open", "closed", "open", "half-open"]);
  });

  it("opens for twice as long each time that a probe fails, up to five minutes", () => {
    const { circuit, facts } = setUp();
    fail(circuit, 5, start);
    let now = start;
    const lengths: number[] = [];
    for (let each = 0; each < 9; each += 1) {
      const until = circuit.freeAt(now) ?? 0;
      lengths.push((until - now) / 1000);
      now = until;
      circuit.pass(now);
      circuit.fail(now);
    }
    expect(lengths).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
    expect(facts.filter(({ state }) => state === "half-open")).toHaveLength(9);
    expect(facts.at(-1)).toEqual({ state: "open", until: now + 300_000 });
  });

  it("is jittered down to half", () => {
    const { circuit } = setUp(0);
    fail(circuit, 5, start);
    expect(circuit.freeAt(start)).toBe(start + 2_500);
  });

  it("takes failures while it is open for no news", () => {
    const { circuit, facts } = setUp();
    fail(circuit, 5, start);
    fail(circuit, 20, start + 4_999);
    expect(circuit.freeAt(start + 4_999)).toBe(start + 5_000);
    // An emergency that fails when the time is over is as good as a probe.
    circuit.fail(start + 5_000);
    expect(circuit.freeAt(start + 5_000)).toBe(start + 15_000);
    expect(facts).toHaveLength(2);
  });

  it("does not stay open for longer when the clock is set back", () => {
    const { circuit } = setUp();
    fail(circuit, 5, start);
    const back = start - 24 * 60 * 60_000;
    expect(circuit.freeAt(back)).toBe(back + 300_000);
    expect(circuit.freeAt(back + 300_000)).toBeUndefined();
  });
});
