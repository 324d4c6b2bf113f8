import type { AuditEntry, AuditTrail, AuditVerdict } from "@carecast/core";
import colors from "picocolors";

import { printTable, printTitle, type Print } from "./print.ts";

export interface Audit {
  readonly entries: readonly AuditEntry[];
  readonly verdict: AuditVerdict;
}

/** Who decided what about which content, and whether anybody has changed the record since. */
export async function printAudit(trail: AuditTrail, print: Print): Promise<Audit> {
  const entries: AuditEntry[] = [];
  for await (const entry of trail.entries()) entries.push(entry);
  const verdict = await trail.verify();
  printTitle("The audit trail: who decided what, and about which hash", print);
  printTable(
    ["", "time (UTC)", "who", "what", "about", "content"],
    entries.map(({ number, at, by, action, subject, contentHash = "" }) => [
      number,
      new Date(at).toISOString().slice(0, 16).replace("T", " "),
      by,
      action,
      subject,
      contentHash.slice(0, 12),
    ]),
    print,
  );
  if (verdict.ok)
    print(`${colors.green("verify: ok.")} Keep this elsewhere: entry ${verdict.head.number}, ${verdict.head.hash}`);
  else print(colors.red(`verify: ${verdict.problem} at entry ${verdict.number}. ${verdict.message}`));
  return { entries, verdict };
}
