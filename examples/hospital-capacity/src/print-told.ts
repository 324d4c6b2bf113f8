import { printTable, printTitle, type Print } from "@carecast/example-notice-desk";
import colors from "picocolors";

import { timeZone } from "./hospital.ts";
import type { Told } from "./tell-status.ts";

const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });

/** What was said and what was left unsaid, and why. */
export function printTold(told: readonly Told[], dryRun: boolean, print: Print): void {
  printTitle(`What was said and what was not (times of ${timeZone})`, print);
  printTable(
    ["received", "as of", "word", "said", "why"],
    told.map((one) => [time(one.receivedAt), time(one.asOf), one.word, describe(one, dryRun), one.why]),
    print,
    [0, 0, 0, 0, 50],
  );
}

const time = (text: string): string => clock.format(Date.parse(text));

function describe({ say, report }: Told, dryRun: boolean): string {
  if (!say) return colors.dim("no");
  if (dryRun) return "would be";
  if (!report) return colors.red("not approved");
  return report.ok ? colors.green("yes") : colors.red("not everywhere");
}
