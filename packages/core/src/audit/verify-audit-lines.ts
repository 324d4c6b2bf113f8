import type { AuditRow } from "../ledger/audit-store.ts";
import { toRow } from "./audit-chain.ts";
import type { AuditEntry, AuditHead, AuditVerdict } from "./audit-trail.ts";
import { verifyChain } from "./verify-chain.ts";

/**
 * Verifies an exported trail without the ledger: whoever asked for the record can check it.
 *
 * @param lines one entry each, as `care.audit.export()` gives them. A line that is no entry counts as changed.
 * @param known a head that was kept elsewhere.
 */
export function verifyAuditLines(
  lines: AsyncIterable<string> | Iterable<string>,
  known?: AuditHead,
): Promise<AuditVerdict> {
  return verifyChain(readRows(lines), known);
}

async function* readRows(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<AuditRow> {
  let number = 0;
  for await (const line of lines) {
    if (line.trim() === "") continue;
    number += 1;
    yield readLine(line) ?? { number, at: 0, entry: "", previous: "", hash: "" };
  }
}

function readLine(line: string): AuditRow | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // Whatever else it holds is part of what the hash stands for.
    if (typeof value === "object" && value !== null && "number" in value && typeof value.number === "number")
      return toRow(value as AuditEntry);
  } catch {
    // Not JSON.
  }
  return undefined;
}
