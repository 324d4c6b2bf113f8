import type { Report } from "@carecast/core";
import colors from "picocolors";

import { printTable, printTitle, type Print } from "./print.ts";

/** One row a delivery: where it is, or why it is not there. */
export function printReceipts({ deliveries, ok }: Report, title: string, print: Print): void {
  printTitle(title, print);
  printTable(
    ["channel", "state", "receipt"],
    deliveries.map(({ channel, state, receipt, error }) => [
      channel,
      state,
      receipt?.url ?? receipt?.id ?? error?.message ?? "",
    ]),
    print,
  );
  print(ok ? colors.green("Every channel has it.") : colors.red("Not every channel has it."));
}
