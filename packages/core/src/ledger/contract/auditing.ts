import { describe, expect, it } from "vitest";
import type { AuditRow } from "../audit-store.ts";
import type { Ledger } from "../ledger.ts";
import { sampleAuditRow, sampleDelivery, sampleHold, samplePublication } from "./samples.ts";

/** That the audit trail grows at its end, by one writer at a time, and in no other way. */
export function describeAuditing(ledger: () => Ledger): void {
  const readAll = (): Promise<readonly AuditRow[]> => ledger().auditRows(0, 1000);
  async function fill(count: number): Promise<AuditRow[]> {
    const rows = Array.from({ length: count }, (_, index) => sampleAuditRow(index + 1));
    for (const row of rows) expect(await ledger().appendAudit(row)).toBe(true);
    return rows;
  }

  describe("appendAudit", () => {
    it("adds row after row, and keeps them as they are", async () => {
      expect(await ledger().auditHead()).toBeUndefined();
      expect(await readAll()).toEqual([]);
      const rows = [
        sampleAuditRow(1),
        sampleAuditRow(2, { at: 0.5, entry: '{"by":"Zo\u00EB \u{1F3E5}","reason":"\\\\ \\u0000 \' %_"}' }),
        sampleAuditRow(3),
      ];
      for (const row of rows) {
        expect(await ledger().appendAudit(row)).toBe(true);
        expect(await ledger().auditHead()).toStrictEqual(row);
      }
      expect(await readAll()).toStrictEqual(rows);
    });

    it.each([
      ["the number of the last row", sampleAuditRow(2)],
      ["the number of a row in the middle", sampleAuditRow(1)],
      ["a number too high", sampleAuditRow(4)],
      ["the right hash under the number of the last row", sampleAuditRow(2, { previous: sampleAuditRow(3).previous })],
      ["the right hash under a number too high", sampleAuditRow(4, { previous: sampleAuditRow(3).previous })],
      ["the hash of the row before the last one", sampleAuditRow(3, { previous: sampleAuditRow(2).previous })],
      ["a hash of no row", sampleAuditRow(3, { previous: "f".repeat(64) })],
    ])("refuses a row with %s", async (_, row) => {
      const rows = await fill(2);
      expect(await ledger().appendAudit(row)).toBe(false);
      expect(await readAll()).toStrictEqual(rows);
      expect(await ledger().auditHead()).toStrictEqual(rows[1]);
      expect(await ledger().appendAudit(sampleAuditRow(3))).toBe(true);
    });

    it.each([0, 2])("refuses number %i as the first", async (number) => {
      expect(await ledger().appendAudit(sampleAuditRow(number))).toBe(false);
      expect(await ledger().auditHead()).toBeUndefined();
      await fill(1);
    });

    it.each([0, 2])("lets exactly one of many follow %i rows", async (count) => {
      const rows = await fill(count);
      const candidates = Array.from({ length: 10 }, (_, index) => sampleAuditRow(count + 1, { entry: `[${index}]` }));
      const added = await Promise.all(candidates.map((row) => ledger().appendAudit(row)));
      expect(added).toEqual(candidates.map((_, index) => index === 0));
      expect(await readAll()).toStrictEqual([...rows, candidates[0]]);
    });

    it("takes a chain of one turn in order, beside other calls", async () => {
      const calls = await Promise.all([
        ledger().appendAudit(sampleAuditRow(1)),
        ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press")], []),
        ledger().appendAudit(sampleAuditRow(2)),
        ledger().auditHead(),
        ledger().appendAudit(sampleAuditRow(3)),
        ledger().hold(sampleHold("h1", "everything")),
      ]);
      expect(calls).toEqual([true, [], true, sampleAuditRow(2), true, 1]);
      expect(await readAll()).toHaveLength(3);
    });

    it("is the only call that touches the trail", async () => {
      const rows = await fill(3);
      await ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press", 0, { state: "delivered" })], []);
      await ledger().hold(sampleHold("h1", "everything"));
      await ledger().release("h1", { by: "duty officer", reason: "over", at: 50, cancel: ["p1"] });
      expect(await ledger().purge(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)).toBe(1);
      expect(await readAll()).toStrictEqual(rows);
    });

    it("copies: a caller changes nothing of it from outside", async () => {
      const given = { ...sampleAuditRow(1) };
      const adding = ledger().appendAudit(given);
      given.entry = "changed by the caller";
      await adding;
      for (let round = 0; round < 2; round += 1) {
        const found = [await ledger().auditHead(), ...(await readAll())];
        expect(found).toStrictEqual([sampleAuditRow(1), sampleAuditRow(1)]);
        for (const row of found) Object.assign(row!, { entry: "changed by the caller", hash: "changed" });
      }
      expect(await ledger().appendAudit(sampleAuditRow(2))).toBe(true);
    });
  });

  it.each([
    [0, 2, [1, 2]],
    [2, 2, [3, 4]],
    [10, 3, [11, 12]],
    [8, 1000, [9, 10, 11, 12]],
    [0, 1000, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    [12, 5, []],
    [99, 5, []],
    [3, 0, []],
  ])("auditRows after %i, at most %i, come in the order of their numbers", async (after, limit, numbers) => {
    await fill(12);
    expect((await ledger().auditRows(after, limit)).map(({ number }) => number)).toEqual(numbers);
  });
}
