import Table from "cli-table3";
import colors from "picocolors";

export type Print = (line: string) => void;
export type Row = readonly (string | number)[];

export function printTitle(title: string, print: Print): void {
  print(`\n${colors.bold(title)}`);
}

/** Widths are those of the columns that may break their lines; 0 for the others. */
export function printTable(
  head: readonly string[],
  rows: readonly Row[],
  print: Print,
  widths: readonly number[] = [],
): void {
  const table = new Table({
    head: [...head],
    colWidths: head.map((_, index) => widths[index] || null),
    wordWrap: true,
    style: { head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  print(table.toString());
}
