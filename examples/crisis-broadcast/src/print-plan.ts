import type { Plan } from "@carecast/core";
import Table from "cli-table3";
import colors from "picocolors";

/** What each channel would get: the exact text, the exact counts, and what a human should look at. */
export function printPlan(plan: Plan, print: (line: string) => void): void {
  for (const target of plan.targets) {
    print(colors.bold(`\n${target.channel}${target.language ? ` (${target.language})` : ""}`));
    for (const part of target.parts) {
      print(part.text.replace(/^/gm, "  │ "));
      const counts = part.counts.map(({ unit, count, max }) => `${count} of ${max} ${unit}`).join(", ");
      print(colors.dim(`  ╰ ${counts}`));
    }
    for (const { message } of target.warnings) print(colors.yellow(`  ! ${message}`));
    for (const { path, message } of target.violations) print(colors.red(`  ✗ ${path}: ${message}`));
  }
  for (const { path, message } of plan.warnings) print(colors.yellow(`! ${path}: ${message}`));
  print(`\n${summarise(plan)}\n`);
}

function summarise(plan: Plan): string {
  const table = new Table({ head: ["channel", "language", "posts", "ready"], style: { head: [], border: [] } });
  for (const { channel, language = "", parts, violations } of plan.targets)
    table.push([channel, language, parts.length, violations.length === 0 ? "yes" : colors.red("no")]);
  return table.toString();
}
