import { manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { collect, setStage } from "../../test/stage.ts";
import { memoryLedger, verifyAuditLines, type AuditEntry } from "../index.ts";
import type { AuditRow } from "../ledger/audit-store.ts";
import { emptyHead, makeRow } from "./audit-chain.ts";
import { createAuditTrail } from "./create-audit-trail.ts";
import type { AuditHead } from "./audit-trail.ts";
import { verifyChain } from "./verify-chain.ts";

async function makeRows(count: number): Promise<AuditRow[]> {
  const rows: AuditRow[] = [];
  let head: AuditHead = emptyHead;
  for (let number = 1; number <= count; number += 1) {
    const row = await makeRow(head, number * 1000, { by: "duty officer", action: "hold", subject: `h${number}` });
    rows.push(row);
    head = row;
  }
  return rows;
}

const headOf = ({ number, hash }: AuditRow): AuditHead => ({ number, hash });

describe("the chain", () => {
  test("holds while nobody touches it", async () => {
    const rows = await makeRows(4);
    expect(await verifyChain(rows)).toEqual({ ok: true, head: headOf(rows[3]!) });
    expect(await verifyChain(rows, headOf(rows[1]!))).toMatchObject({ ok: true });
    expect(await verifyChain([])).toEqual({ ok: true, head: emptyHead });
  });

  test.each<[string, (rows: AuditRow[]) => AuditRow[], object]>([
    [
      "changed words",
      (rows) => rows.with(1, { ...rows[1]!, entry: '{"by":"nobody"}' }),
      { problem: "changed", number: 2 },
    ],
    ["a changed time", (rows) => rows.with(2, { ...rows[2]!, at: 1 }), { problem: "changed", number: 3 }],
    ["a row taken out", (rows) => rows.toSpliced(1, 1), { problem: "missing", number: 2 }],
    ["the first row taken out", (rows) => rows.slice(1), { problem: "missing", number: 1 }],
    [
      "two rows in the wrong order",
      (rows) => [rows[0]!, rows[2]!, rows[1]!, rows[3]!],
      { problem: "moved", number: 2 },
    ],
    ["a row that is there twice", (rows) => [rows[0]!, rows[0]!, ...rows.slice(1)], { problem: "moved", number: 1 }],
  ])("names %s", async (_, tamper, expected) => {
    expect(await verifyChain(tamper(await makeRows(4)))).toMatchObject({ ok: false, ...expected });
  });

  test("names a row that was replaced by one that fits its own hash", async () => {
    const rows = await makeRows(4);
    const other = await makeRow({ number: 1, hash: "f".repeat(64) }, 2000, { by: "x", action: "hold", subject: "h" });
    expect(await verifyChain(rows.with(1, other))).toMatchObject({ ok: false, problem: "broken", number: 2 });
  });

  test("against a head that was kept elsewhere a cut-off tail and a chain written anew are found", async () => {
    const rows = await makeRows(4);
    const known = headOf(rows[3]!);
    expect(await verifyChain(rows.slice(0, 2))).toMatchObject({ ok: true });
    expect(await verifyChain(rows.slice(0, 2), known)).toMatchObject({ ok: false, problem: "cut-off", number: 3 });
    const first = await makeRow(emptyHead, 5, { by: "x", action: "hold", subject: "h" });
    let anew = [first];
    for (let number = 2; number <= 4; number += 1)
      anew = [...anew, await makeRow(anew.at(-1)!, 5, { by: "x", action: "hold", subject: "h" })];
    expect(await verifyChain(anew)).toMatchObject({ ok: true });
    expect(await verifyChain(anew, known)).toMatchObject({ ok: false, problem: "other-head", number: 4 });
  });
});

describe("care.audit", () => {
  test("holds who did what, in order, and never the content", async () => {
    const { care } = setStage();
    await care.publish({ text: "Secret words of the post." }, { id: "p", at: "2026-02-01T00:00:00Z" });
    const { hold } = await care.hold({ scope: "everything", by: "duty officer", reason: "storm" });
    await care.release(hold.id, { by: "director", reason: "over", cancel: ["p"] });
    await care.publish({ text: "Second." }, { id: "q", at: "2026-02-01T00:00:00Z" });
    await care.retract("q", { by: "press officer", reason: "wrong date" });
    await care.audit.record({ by: "director", action: "evaluate", subject: "storm", facts: { minutes: 12 } });
    const entries: AuditEntry[] = [];
    for await (const entry of care.audit.entries()) entries.push(entry);
    expect(entries.map(({ number, by, action, subject }) => [number, by, action, subject])).toEqual([
      [1, "duty officer", "hold", hold.id],
      [2, "director", "release", hold.id],
      [3, "press officer", "retract", "q"],
      [4, "director", "evaluate", "storm"],
    ]);
    expect(JSON.stringify(entries)).not.toContain("Secret");
    expect(await care.audit.verify(await care.audit.head())).toMatchObject({ ok: true, head: { number: 4 } });
  });

  test("an exported trail can be verified without the ledger", async () => {
    const { care } = setStage();
    for (const subject of ["a", "b", "c"]) await care.audit.record({ by: "director", action: "note", subject });
    const head = await care.audit.head();
    const lines = await collect(care.audit.export());
    expect(lines.every((line) => line.endsWith("\n"))).toBe(true);
    expect(await verifyAuditLines(lines, head)).toEqual({ ok: true, head });
    expect(await verifyAuditLines(lines.slice(0, 2), head)).toMatchObject({ ok: false, problem: "cut-off" });
    expect(await verifyAuditLines(lines.with(1, "nonsense\n"))).toMatchObject({
      ok: false,
      problem: "changed",
      number: 2,
    });
    const forged = lines.map((line) => line.replace('"subject":"b"', '"subject":"x"'));
    expect(await verifyAuditLines(forged)).toMatchObject({ ok: false, problem: "changed", number: 2 });
    const added = lines.map((line) => line.replace("{", '{"reason":"because",'));
    expect(await verifyAuditLines(added)).toMatchObject({ ok: false, problem: "changed", number: 1 });
  });

  test("programs that write at the same moment make one chain", async () => {
    const ledger = memoryLedger();
    const clock = manualClock();
    const trails = [1, 2, 3].map(() => createAuditTrail(ledger, clock));
    await Promise.all(
      trails.flatMap((trail, program) =>
        [1, 2, 3].map((step) => trail.record({ by: `program ${program}`, action: "note", subject: String(step) })),
      ),
    );
    expect(await trails[0]!.verify()).toMatchObject({ ok: true, head: { number: 9 } });
  });

  test("more than a page of entries is read whole", async () => {
    const { care, ledger } = setStage();
    for (const row of await makeRows(1001)) await ledger.appendAudit(row);
    expect(await care.audit.verify()).toMatchObject({ ok: true, head: { number: 1001 } });
    expect((await collect(care.audit.entries())).map(({ number }) => number)).toEqual(
      Array.from({ length: 1001 }, (_, index) => index + 1),
    );
  });

  test.each([
    [{ by: " ", action: "note", subject: "x" }, "by"],
    [{ by: "x", action: "Note it", subject: "x" }, "action"],
    [{ by: "x", action: "note", subject: "x", content: "text" }, "content"],
    [{ by: "x", action: "note", subject: "x", contentHash: "short" }, "contentHash"],
    [{ by: "x", action: "note", subject: "x", facts: { list: [] } }, "facts.list"],
  ])("refuses %j", async (act, path) => {
    const { care } = setStage();
    await expect(care.audit.record(act as never)).rejects.toMatchObject({ code: "config", path });
    expect(await care.audit.head()).toMatchObject({ number: 0 });
  });
});
