/** One row of the table at the end. */
export interface Report {
  readonly ledger: string;
  /** What was done, and what became of it. */
  readonly counts: Readonly<Record<string, number>>;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly wrong: readonly string[];
  readonly note?: string;
}

export function isClean({ lost, doubled, wrong }: Report): boolean {
  return lost.length + doubled.length + wrong.length === 0;
}

/** A table for people, and below it what should not have happened. */
export function writeReports(reports: readonly Report[]): string {
  const rows = reports.map(({ ledger, counts, lost, doubled, wrong }) => {
    const broken = { lost: lost.length, doubled: doubled.length, wrong: wrong.length };
    return { ledger, ...counts, ...broken };
  });
  const heads = Object.keys(rows[0] ?? {});
  const cells = [heads, ...rows.map((row) => Object.values(row).map(String))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  "));
  return [...lines, ...reports.flatMap(writeRemarks)].join("\n");
}

function writeRemarks({ ledger, lost, doubled, wrong, note }: Report): readonly string[] {
  return [
    ...(note === undefined ? [] : [`${ledger}: ${note}`]),
    ...lost.map((what) => `${ledger}, lost: ${what}`),
    ...doubled.map((what) => `${ledger}, doubled: ${what}`),
    ...wrong.map((what) => `${ledger}, wrong: ${what}`),
  ];
}
