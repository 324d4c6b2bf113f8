import { describe, expect, test } from "vitest";

import { memoryLedger, type Ledger } from "../../index.ts";
import { flood, over, setStage, publish, scopes } from "./fixtures/stage.ts";

describe("a crash", () => {
  /** A ledger whose writes fail after `left` more of them. */
  function breakable(): { ledger: Ledger; breakAfter: (left: number) => void } {
    const whole = memoryLedger();
    let left = Infinity;
    const guard =
      <Arguments extends unknown[], Answer>(write: (...given: Arguments) => Promise<Answer>) =>
      (...given: Arguments): Promise<Answer> =>
        left-- > 0 ? write(...given) : Promise.reject(new Error("gone"));
    const ledger: Ledger = {
      ...whole,
      hold: guard(whole.hold),
      release: guard(whole.release),
      setDocument: guard(whole.setDocument),
      appendAudit: guard(whole.appendAudit),
      change: guard(whole.change),
    };
    return { ledger, breakAfter: (writes) => (left = writes) };
  }

  /** Fails at every write in turn, looks, and then runs it to its end. */
  async function crashEverywhere(
    breakAfter: (left: number) => void,
    act: () => Promise<unknown>,
    look: () => Promise<void>,
  ) {
    for (let writes = 0; ; writes += 1) {
      breakAfter(writes);
      const failed = await act().then(
        () => false,
        () => true,
      );
      breakAfter(Infinity);
      if (!failed) return writes;
      await look();
      if (writes > 50) throw new Error("It never ends.");
    }
  }

  test("while it starts leaves a crisis that the next try completes", async () => {
    const { ledger, breakAfter } = breakable();
    const stage = setStage(ledger);
    const writes = await crashEverywhere(
      breakAfter,
      () => stage.crisis.start(flood),
      () => Promise.resolve(),
    );
    expect(writes).toBeGreaterThan(0);
    expect(await stage.care.holds()).toHaveLength(1);
    expect((await stage.crisis.status()).hold).toBe((await stage.care.holds())[0]?.id);
  });

  test("while it ends lets nothing go", async () => {
    for (let writes = 0, failed = true; failed; writes += 1) {
      const { ledger, breakAfter } = breakable();
      const stage = setStage(ledger);
      await stage.crisis.start(flood);
      for (const id of ["a", "b"]) await publish(stage.care, id);
      breakAfter(writes);
      failed = await stage.crisis.end(over).then(
        () => false,
        () => true,
      );
      breakAfter(Infinity);
      expect((await stage.care.deliveries({ state: "held" })).length).toBe(2);
      expect((await stage.crisis.end(over)).map(({ id }) => id).sort()).toEqual(["a", "b"]);
      expect(await scopes(stage)).toEqual([{ publications: ["a", "b"] }]);
      expect(await stage.crisis.status()).toMatchObject({ state: "review" });
    }
  });

  test("while somebody decides ends as they decided", async () => {
    for (let writes = 0, failed = true; failed; writes += 1) {
      const { ledger, breakAfter } = breakable();
      const stage = setStage(ledger);
      const { care, crisis } = stage;
      await crisis.start(flood);
      for (const id of ["a", "b", "c"]) await publish(care, id);
      await crisis.end(over);
      breakAfter(writes);
      const decision = { let: ["a"], cancel: ["b"], ...over };
      failed = await crisis.decide(decision).then(
        () => false,
        () => true,
      );
      breakAfter(Infinity);
      expect((await care.deliveries({ publicationId: "c" })).map(({ state }) => state)).toEqual(["held"]);
      expect(await crisis.decide(decision)).toMatchObject({ waiting: ["c"] });
      const states = (await care.deliveries()).map(({ publicationId, state }) => [publicationId, state]);
      expect(states).toEqual([
        ["a", "queued"],
        ["b", "cancelled"],
        ["c", "held"],
      ]);
      expect(await scopes(stage)).toEqual([{ publications: ["c"] }]);
    }
  });
});
