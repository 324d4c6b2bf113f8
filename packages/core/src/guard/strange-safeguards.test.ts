import { fakeAdapter } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { setScene } from "../../test/guard-scene.ts";
import { createCarecast, memoryLedger, type Finding } from "../index.ts";

const block: Finding = { level: "block", rule: "words.secret", path: "parts[0].text", message: "holds a secret." };

describe("a safeguard that nobody here has typed", () => {
  test.each([undefined, null, "fine", {}])("an answer that is no list (%j) is no yes", async (answer) => {
    for (const given of [answer, Promise.resolve(answer)]) {
      const { care, fakes } = setScene(() => given as never);
      await expect(care.publish({ text: "Hello." })).rejects.toMatchObject({ violations: [{ rule: "words.failed" }] });
      expect(fakes.press.posts).toEqual([]);
    }
  });

  test("one that is an object with a memory of its own keeps it", async () => {
    class Counter {
      readonly name = "counter";
      asked = 0;
      check(): readonly Finding[] {
        this.asked += 1;
        return [];
      }
    }
    const counter = new Counter();
    const care = createCarecast({ channels: { press: fakeAdapter() }, ledger: memoryLedger(), safeguards: [counter] });
    expect((await care.publish({ text: "Hello." })).ok).toBe(true);
    expect(counter.asked).toBe(2);
  });

  test("a promise of another make is waited for", async () => {
    const later = { then: (resolve: (found: readonly Finding[]) => void) => resolve([block]) };
    const { care } = setScene(() => later as never);
    await expect(care.publish({ text: "Hello." })).rejects.toMatchObject({ violations: [{ rule: "words.secret" }] });
  });
});
