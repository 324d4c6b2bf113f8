import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cidOfBytes, cidOfRecord } from "./content-id.ts";
import vectors from "./content-id.vectors.json" with { type: "json" };
import { sha256 } from "./sha-256.ts";
import { createTids, formatTid, isTid } from "./tid.ts";

describe("content ids", () => {
  // The expected ids come from the reference data server, @atproto/pds 0.5.35.
  it.each(vectors)("names record $# as the reference server does", ({ record, cid }) => {
    expect(cidOfRecord(record)).toBe(cid);
  });

  it("do not depend on the order of keys", () => {
    expect(cidOfRecord({ b: 1, aa: 2 })).toBe(cidOfRecord({ aa: 2, b: 1 }));
  });

  it("refuse what a record cannot hold", () => {
    const before = cidOfRecord({ ward: 3 });
    expect(() => cidOfRecord({ temperature: 38.5 })).toThrow(TypeError);
    expect(cidOfRecord({ ward: 3 })).toBe(before);
  });

  it("name files with the codec for raw bytes", () => {
    expect(cidOfBytes(new Uint8Array())).toMatch(/^bafkrei[a-z2-7]{52}$/);
  });
});

describe("sha256", () => {
  it("agrees with node:crypto at every length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const expected = createHash("sha256").update(bytes).digest("hex");
        expect(Buffer.from(sha256(bytes)).toString("hex")).toBe(expected);
      }),
    );
  });
});

describe("TIDs", () => {
  it("match the vectors of the specification", () => {
    expect(formatTid(1_700_000_000_000_000)).toBe("3ke6kg3wk2222");
    expect(formatTid(1_700_000_000_000_000, 5)).toBe("3ke6kg3wk2227");
  });

  it("grow while the clock stands still", () => {
    const next = createTids(() => 1_700_000_000_000);
    const made = [next(), next(), next()];
    expect(made.every(isTid)).toBe(true);
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(3);
  });
});
