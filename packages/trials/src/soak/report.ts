/** What was done, and what became of it. */
export type Counts = Readonly<
  Record<"kills" | "publications" | "deliveries" | "delivered" | "unknown" | "waiting", number>
>;

/** One row of the table at the end. */
export interface Report {
  readonly ledger: string;
  readonly counts: Counts;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly wrong: readonly string[];
}

export function isClean({ lost, doubled, wrong }: Report): boolean {
  return lost.length + doubled.length + wrong.length === 0;
}

/** A table for people, and below it what should not have happened. */
export function writeReports(reports: readonly Report[]): string {
  const rows = reports.map(({ ledger, counts, lost, doubled, wrong }) => ({
    ledger,
    ...counts,
    lost: lost.length,
    doubled: doubled.length,
    wrong: wrong.length,
  }));
  const heads = Object.keys(rows[0] ?? {});
  const cells = [heads, ...rows.map((row) => Object.values(row).map(String))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  "));
  const faults = reports.flatMap(({ lost, doubled, wrong }) => [
    ...lost.map((what) => `lost: ${what}`),
    ...doubled.map((what) => `doubled: ${what}`),
    ...wrong.map((what) => `wrong: ${what}`),
  ]);
  return [...lines, ...faults].join("\n");
}
