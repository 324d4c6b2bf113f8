import type { AuditTrail } from "@carecast/core";
import Table from "cli-table3";
import colors from "picocolors";

/** Who decided what, and whether anybody has changed the record since. */
export async function printAudit(audit: AuditTrail, print: (line: string) => void): Promise<boolean> {
  const table = new Table({ head: ["", "who", "did", "about"], style: { head: [], border: [] } });
  for await (const { number, by, action, subject } of audit.entries()) table.push([number, by, action, subject]);
  const verdict = await audit.verify();
  print(`\n${table.toString()}`);
  print(verdict.ok ? colors.green("The audit trail is whole.") : colors.red(verdict.message));
  return verdict.ok;
}
