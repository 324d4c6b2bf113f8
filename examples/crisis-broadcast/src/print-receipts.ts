import type { Report } from "@carecast/core";
import type { OldPost } from "@carecast/core/alerts";
import Table from "cli-table3";
import colors from "picocolors";

/** One row a delivery: where it is, or why it is not there. */
export function printReceipts(report: Report, print: (line: string) => void): void {
  const table = new Table({ head: ["channel", "language", "state", "receipt"], style: { head: [], border: [] } });
  for (const { channel, language = "", state, receipt, error } of report.deliveries)
    table.push([channel, language, state, receipt?.url ?? receipt?.id ?? error?.message ?? ""]);
  print(`\n${table.toString()}`);
  print(report.ok ? colors.green("Every channel has it.") : colors.red("Not every channel has it."));
}

/** What became of the posts before: whoever finds one of them is led to the new one. */
export function printOldPosts(posts: readonly OldPost[], print: (line: string) => void): void {
  const table = new Table({ head: ["old post on", "language", "now"], style: { head: [], border: [] } });
  for (const { channel, language = "", outcomes, why } of posts)
    table.push([channel, language, [...outcomes, ...(why === undefined ? [] : [why])].join(", ")]);
  print(table.toString());
}
