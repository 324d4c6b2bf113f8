import type { AuditRow } from "../ledger/audit-store.ts";
import { emptyHead, hashRow } from "./audit-chain.ts";
import type { AuditHead, AuditVerdict } from "./audit-trail.ts";

type Problem = Extract<AuditVerdict, { ok: false }>;

/** Holds every row against its hash and against the row before, in the order in which they come. */
export async function verifyChain(
  rows: AsyncIterable<AuditRow> | Iterable<AuditRow>,
  known: AuditHead = emptyHead,
): Promise<AuditVerdict> {
  let head = emptyHead;
  let wasKnown = known.number === 0;
  let gap: number | undefined;
  for await (const row of rows) {
    const expected = head.number + 1;
    if (gap !== undefined) {
      if (row.number === gap) return moved(gap);
      continue;
    }
    if (row.number > expected) {
      gap = expected;
      continue;
    }
    if (row.number < expected) return moved(row.number);
    if ((await hashRow(row)) !== row.hash)
      return wrong("changed", row.number, "does not fit its hash: somebody has changed it.");
    if (row.previous !== head.hash)
      return wrong("broken", row.number, "does not follow the entry before it: one of the two was replaced.");
    head = { number: row.number, hash: row.hash };
    if (row.number === known.number) wasKnown = row.hash === known.hash;
  }
  if (gap !== undefined) return wrong("missing", gap, "is missing: somebody has removed it.");
  if (head.number < known.number)
    return wrong("cut-off", head.number + 1, `and what follows are missing: the trail reached ${known.number} once.`);
  if (!wasKnown) return wrong("other-head", known.number, "has another hash than it had: the trail was written anew.");
  return { ok: true, head };
}

function moved(number: number): Problem {
  return wrong("moved", number, "stands in another place: somebody has moved it.");
}

function wrong(problem: Problem["problem"], number: number, words: string): Problem {
  return { ok: false, problem, number, message: `Entry ${number} ${words}` };
}
