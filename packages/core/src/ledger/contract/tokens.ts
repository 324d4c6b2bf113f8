import { describe, expect, it } from "vitest";
import type { Ledger } from "../ledger.ts";

/** Compare-and-set of what networks handed out. */
export function describeTokens(ledger: () => Ledger): void {
  describe("setTokens", () => {
    it("stores over the version that the caller saw, and over no other", async () => {
      expect(await ledger().tokens("press")).toBeUndefined();
      expect(await ledger().setTokens("press", 1, "too early")).toBe(false);
      expect(await ledger().tokens("press")).toBeUndefined();
      expect(await ledger().setTokens("press", 0, "one")).toBe(true);
      expect(await ledger().tokens("press")).toStrictEqual({ version: 1, sealed: "one" });
      expect(await ledger().setTokens("press", 0, "late")).toBe(false);
      expect(await ledger().setTokens("press", 2, "early")).toBe(false);
      expect(await ledger().setTokens("press", 1, "two")).toBe(true);
      expect(await ledger().tokens("press")).toStrictEqual({ version: 2, sealed: "two" });
    });

    it("keeps channels apart", async () => {
      await ledger().setTokens("press", 0, "one");
      expect(await ledger().tokens("wards")).toBeUndefined();
      expect(await ledger().setTokens("wards", 0, "other")).toBe(true);
      expect(await ledger().tokens("press")).toStrictEqual({ version: 1, sealed: "one" });
    });

    it.each([0, 1])("lets exactly one of many store over version %d", async (version) => {
      if (version === 1) await ledger().setTokens("press", 0, "first");
      const names = Array.from({ length: 10 }, (_, index) => `writer ${index}`);
      const stored = await Promise.all(names.map((name) => ledger().setTokens("press", version, name)));
      expect(stored.filter(Boolean)).toHaveLength(1);
      expect(await ledger().tokens("press")).toStrictEqual({
        version: version + 1,
        sealed: names[stored.indexOf(true)],
      });
    });
  });
}
