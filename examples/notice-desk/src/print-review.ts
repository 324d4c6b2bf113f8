import type { Review } from "@carecast/core";
import colors from "picocolors";

import { printTable, printTitle, type Print } from "./print.ts";

/** The exact texts with their counts, and what the safeguards found: all that an approver says yes to. */
export function printReview({ plan, findings, hash }: Review, title: string, print: Print): void {
  printTitle(title, print);
  for (const { channel, parts, violations } of plan.targets) {
    print(colors.bold(`\n${channel}`));
    for (const { text, counts } of parts) {
      print(text.replace(/^/gm, "  │ "));
      print(colors.dim(`  ╰ ${counts.map(({ unit, count, max }) => `${count} of ${max} ${unit}`).join(", ")}`));
    }
    for (const { path, message } of violations) print(colors.red(`  ✗ ${path}: ${message}`));
  }
  printTitle("What the safeguards found", print);
  if (findings.length === 0) print("Nothing. They find hints and certify nothing: a person reads every word.");
  else
    printTable(
      ["level", "rule", "where", "what"],
      findings.map(({ level, rule, path, channel = "all channels", message }) => [
        level === "block" ? colors.red(level) : colors.yellow(level),
        rule,
        `${channel} ${path}`,
        message,
      ]),
      print,
      [0, 0, 0, 50],
    );
  print(colors.dim(`All of it has the hash ${hash}.`));
}
