import { beforeEach, describe, expect, it } from "vitest";
import type { DocumentQuery } from "../document-store.ts";
import type { Ledger } from "../ledger.ts";
import { sampleDelivery, samplePublication } from "./samples.ts";

/** Compare-and-set of small records, and lists of them by id. */
export function describeDocuments(ledger: () => Ledger): void {
  const set = (id: string, expected: number, text: string, kind = "consent"): Promise<boolean> =>
    ledger().setDocument(kind, id, expected, text);

  describe("setDocument", () => {
    it("stores over the version that the caller saw, and over no other", async () => {
      expect(await ledger().document("consent", "c1")).toBeUndefined();
      expect(await set("c1", 1, '"too early"')).toBe(false);
      expect(await ledger().document("consent", "c1")).toBeUndefined();
      expect(await set("c1", 0, '"one"')).toBe(true);
      const one = { kind: "consent", id: "c1", version: 1, text: '"one"' };
      expect(await ledger().document("consent", "c1")).toStrictEqual(one);
      expect(await set("c1", 0, '"late"')).toBe(false);
      expect(await set("c1", 2, '"early"')).toBe(false);
      expect(await ledger().document("consent", "c1")).toStrictEqual(one);
      expect(await set("c1", 1, '"two"')).toBe(true);
      expect(await ledger().document("consent", "c1")).toStrictEqual({ ...one, version: 2, text: '"two"' });
      expect(await ledger().documents({ kind: "consent", limit: 9 })).toHaveLength(1);
    });

    it("keeps kinds and ids apart", async () => {
      await set("c1", 0, "1");
      expect(await ledger().document("approval", "c1")).toBeUndefined();
      expect(await ledger().document("consent", "c2")).toBeUndefined();
      expect(await set("c1", 0, "2", "approval")).toBe(true);
      expect(await set("c2", 0, "3")).toBe(true);
      expect(await set("c1", 1, "4", "approval")).toBe(true);
      expect(await ledger().document("consent", "c1")).toMatchObject({ version: 1, text: "1" });
      expect(await ledger().document("approval", "c1")).toMatchObject({ kind: "approval", version: 2, text: "4" });
      expect(await ledger().documents({ kind: "approval", limit: 9 })).toHaveLength(1);
    });

    it("keeps text as it is, and does not mix up ids that look alike", async () => {
      const text = JSON.stringify({ words: "\0 \uD800 \u{1F3E5} ' \" \\ %_", long: "x".repeat(50_000) });
      const ids = ["a%", "a_", "a\\", "A%", "a%%", "a'", 'a"', "~".repeat(200)];
      for (const id of ids) expect(await set(id, 0, text)).toBe(true);
      for (const id of ids)
        expect(await ledger().document("consent", id)).toStrictEqual({ kind: "consent", id, version: 1, text });
    });

    it.each([0, 1])("lets exactly one of many store over version %i", async (version) => {
      if (version === 1) await set("c1", 0, "-1");
      const stored = await Promise.all(Array.from({ length: 10 }, (_, index) => set("c1", version, `${index}`)));
      expect(stored).toEqual(stored.map((_, index) => index === 0));
      expect(await ledger().document("consent", "c1")).toMatchObject({ version: version + 1, text: "0" });
    });

    it("is not undone by purging", async () => {
      await set("c1", 0, "1");
      await ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press", 0, { state: "delivered" })], []);
      expect(await ledger().purge(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)).toBe(1);
      expect(await ledger().document("consent", "c1")).toMatchObject({ version: 1, text: "1" });
    });

    it("copies: a caller changes nothing of it from outside", async () => {
      await set("c1", 0, "1");
      for (let round = 0; round < 2; round += 1) {
        const found = [
          await ledger().document("consent", "c1"),
          ...(await ledger().documents({ kind: "consent", limit: 1 })),
        ];
        for (const document of found) {
          expect(document).toStrictEqual({ kind: "consent", id: "c1", version: 1, text: "1" });
          Object.assign(document!, { version: 7, text: "changed by the caller" });
        }
        expect(found).toHaveLength(2);
      }
    });
  });

  describe("documents", () => {
    /** In the order of their character codes, which is not the order of any language. */
    const sorted = [
      "!",
      "%a",
      "-",
      "10",
      "2",
      "A",
      "B",
      "Za",
      "\\",
      "\\_b",
      "_a",
      "a",
      "a%",
      "a%b",
      "a-b",
      "a1",
      "aB",
      "a\\",
      "a\\b",
      "a_",
      "a_b",
      "aa",
      "ab",
      "b",
      "~",
      "~~",
    ];
    beforeEach(async () => {
      // 7 and 26 have no common divisor: every id once, in no order.
      const shuffled = sorted.map((_, index) => sorted[(index * 7) % sorted.length] ?? "");
      for (const id of shuffled) await set(id, 0, JSON.stringify(id));
      for (const id of ["a", "ab", "z"]) await set(id, 0, '"other"', "approval");
      await set("a-b", 1, '"a-b"');
    });
    const select = async (query: Omit<DocumentQuery, "kind">): Promise<string[]> =>
      (await ledger().documents({ kind: "consent", ...query })).map(({ id }) => id);

    it("come in the order of their ids by character code, as they are now", async () => {
      const found = await ledger().documents({ kind: "consent", limit: 100 });
      expect(found).toStrictEqual(
        sorted.map((id) => ({ kind: "consent", id, version: id === "a-b" ? 2 : 1, text: JSON.stringify(id) })),
      );
    });

    it.each<[Omit<DocumentQuery, "kind">, string[]]>([
      [{ prefix: "", limit: 2 }, ["!", "%a"]],
      [{ prefix: "a", limit: 3 }, ["a", "a%", "a%b"]],
      [{ prefix: "a", limit: 99 }, sorted.slice(11, 23)],
      [{ prefix: "a%", limit: 9 }, ["a%", "a%b"]],
      [{ prefix: "a_", limit: 9 }, ["a_", "a_b"]],
      [{ prefix: "a\\", limit: 9 }, ["a\\", "a\\b"]],
      [{ prefix: "\\_", limit: 9 }, ["\\_b"]],
      [{ prefix: "%", limit: 9 }, ["%a"]],
      [{ prefix: "_", limit: 9 }, ["_a"]],
      [{ prefix: "\\", limit: 9 }, ["\\", "\\_b"]],
      [{ prefix: "A", limit: 9 }, ["A"]],
      [{ prefix: "~", limit: 9 }, ["~", "~~"]],
      [{ prefix: "~~~", limit: 9 }, []],
      [{ prefix: "z", limit: 9 }, []],
      [{ after: "Za", limit: 3 }, ["\\", "\\_b", "_a"]],
      [{ after: "a", limit: 2 }, ["a%", "a%b"]],
      [{ after: "a0", limit: 2 }, ["a1", "aB"]],
      [{ after: "~~", limit: 2 }, []],
      [{ prefix: "a", after: "aB", limit: 2 }, ["a\\", "a\\b"]],
      [{ prefix: "a\\", after: "a\\", limit: 9 }, ["a\\b"]],
      [{ prefix: "a", after: "ab", limit: 9 }, []],
      [{ prefix: "b", after: "a", limit: 9 }, ["b"]],
      [{ prefix: "a", after: "2", limit: 2 }, ["a", "a%"]],
      [{ prefix: "a", after: "b", limit: 9 }, []],
      [{ prefix: "a", limit: 0 }, []],
    ])("that match %j", async (query, expected) => {
      expect(await select(query)).toEqual(expected);
    });

    it("of a kind that nobody stored are none", async () => {
      expect(await ledger().documents({ kind: "nobody", limit: 9 })).toEqual([]);
    });

    it("come in pages that together hold everything once, whatever is stored in between", async () => {
      const pages: string[][] = [];
      for (
        let page = await select({ prefix: "a", limit: 5 });
        page.length > 0;
        page = await select({ prefix: "a", limit: 5, after: page.at(-1)! })
      ) {
        pages.push(page);
        await set(`a!${pages.length}`, 0, "0");
      }
      expect(pages.map(({ length }) => length)).toEqual([5, 5, 2]);
      expect(pages.flat()).toEqual(sorted.slice(11, 23));
    });
  });
}
