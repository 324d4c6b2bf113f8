import { inspect } from "node:util";
import { PlatformError } from "@carecast/adapter";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLeaks, needlesOf } from "./find-leaks.ts";

const secret = "token/with+signs=1";
const needles = needlesOf([secret]);

class Hidden {
  #token = secret;
  get authorization(): string {
    return `Bearer ${this.#token}`;
  }
}

const places: Readonly<Record<string, unknown>> = {
  "a string": `x ${secret} y`,
  "a message": new Error(secret),
  "a cause": new Error("no", { cause: new Error(secret) }),
  "a stack": Object.assign(new Error("no"), { stack: `Error\n at ${secret}` }),
  "a hidden property": Object.defineProperty({}, "x", { value: secret }),
  "a symbol": { [Symbol("x")]: secret },
  "a getter of a class": new Hidden(),
  "a property of a function": Object.assign(() => undefined, { secret }),
  "a map": new Map([[{ x: 1 }, { y: [secret] }]]),
  "the key of a map": new Map([[secret, 1]]),
  "a set": new Set([[secret]]),
  headers: new Headers({ authorization: secret }),
  "a query": new URL(`https://example.org/?q=${encodeURIComponent(secret)}`),
  "a URI encoding": encodeURIComponent(secret),
  "a basic credential": { header: btoa(secret) },
  "what toJSON answers": { toJSON: () => ({ secret }) },
  "an aggregate": new AggregateError([new Error(secret)], "no"),
};

describe("findLeaks", () => {
  it.each(Object.entries(places))("looks into %s", (_place, value) => {
    expect(findLeaks({ value }, needles)).not.toEqual([]);
    expect(findLeaks(new PlatformError("no"), needles)).toEqual([]);
  });

  it("survives cycles, getters that throw and what JSON refuses", () => {
    const cycle: Record<string, unknown> = { big: 1n };
    cycle["self"] = cycle;
    Object.defineProperty(cycle, "bad", {
      get: () => {
        throw new Error("no");
      },
    });
    expect(findLeaks(cycle, needles)).toEqual([]);
  });

  it("finds whatever an inspection at full depth prints", () => {
    const planted = fc.constant("marigold");
    const value = fc.object({
      values: [fc.string(), fc.integer(), planted],
      maxDepth: 4,
      withMap: true,
      withSet: true,
    });
    fc.assert(
      fc.property(value, (given) => {
        const isPrinted = inspect(given, { depth: Infinity, showHidden: true }).includes("marigold");
        expect(findLeaks(given, ["marigold"]).some((path) => path.startsWith("value"))).toBe(isPrinted);
      }),
    );
  });
});
