import { wrapText, clean, measureWidth } from "./columns.ts";
import type { ChannelCheck, CheckReport } from "./check-channels.ts";

/** How the table is written. */
export interface CheckTableOptions {
  /** Columns of the screen, at least 20. Default 120. A table that does not fit becomes a list. */
  readonly width?: number;
}

const columns: readonly (readonly [title: string, cell: (check: ChannelCheck) => string])[] = [
  ["channel", ({ channel }) => channel],
  ["network", ({ network }) => network],
  ["state", ({ ready, problems }) => (ready ? (problems.length > 0 ? "warning" : "ready") : "STOPPED")],
  ["account", ({ account }) => account?.handle ?? ""],
  ["credential", ({ expiresAt }) => (expiresAt === undefined ? "" : `until ${expiresAt.slice(0, 10)}`)],
  ["scopes", ({ scopes }) => (scopes ? (scopes.missing.length > 0 ? `${scopes.missing.length} missing` : "all") : "")],
  ["quota", ({ quota }) => (quota ? `${quota.remaining}/${quota.limit}` : "")],
  ["api", ({ api }) => (api.sunset === undefined ? api.version : `${api.version} until ${api.sunset}`)],
  ["webhook", ({ webhook }) => webhook ?? ""],
  ["limits", ({ limits }) => limits],
];

/**
 * The report as plain text for people: a table, then every problem, then the sum. Nothing in it can steer a terminal.
 * Columns that no channel fills are left out.
 */
export function formatCheckReport(report: CheckReport, options: CheckTableOptions = {}): string {
  const { channels } = report;
  const width = Math.max(20, options.width ?? 120);
  const ready = channels.filter((check) => check.ready).length;
  const sections = [
    writeChannels(channels, width),
    channels.flatMap(({ channel, problems }) =>
      problems.flatMap(({ level, message }) => wrapText(`${channel}: ${level}: ${clean(message)}`, width)),
    ),
    wrapText(`${ready} of ${channels.length} channels ready`, width),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function writeChannels(channels: readonly ChannelCheck[], width: number): readonly string[] {
  const rows = channels.map((check) => columns.map(([, cell]) => clean(cell(check))));
  const used = columns.map((_, index) => rows.some((row) => row[index] !== ""));
  const titles = columns.map(([title]) => title);
  const [head = [], ...body] = [titles, ...rows].map((row) => row.filter((_, index) => used[index]));
  const widths = head.map((_, index) => Math.max(...[head, ...body].map((row) => measureWidth(row[index] ?? ""))));
  const fits = widths.reduce((sum, column) => sum + column + 2, -2) <= width;
  if (!fits) return body.flatMap((row) => writeBlock(head, row, width));
  return [head.map((title) => title.toUpperCase()), ...body].map((row) =>
    row
      .map((cell, index) => (cell || "-") + " ".repeat((widths[index] ?? 0) - measureWidth(cell || "-")))
      .join("  ")
      .trimEnd(),
  );
}

function writeBlock(
  titles: readonly string[],
  [name = "", ...cells]: readonly string[],
  width: number,
): readonly string[] {
  const lines = cells.flatMap((cell, index) => (cell ? wrapText(`  ${titles[index + 1]}: ${cell}`, width) : []));
  return [...wrapText(name, width), ...lines];
}
