import { createLogUpdate } from "log-update";
import colors from "picocolors";

/** What a person sees of one worker. */
export interface WorkerRow {
  readonly name: string;
  delivered: number;
  state: "works" | "killed" | "stopped";
}

const width = 40;

/** Draws one bar a worker; where `stream` is not a terminal, nothing until the end. */
export function showWorkers(rows: readonly WorkerRow[], total: number, stream: NodeJS.WriteStream): () => void {
  if (!stream.isTTY) return () => stream.write(`${draw(rows, total)}\n`);
  const live = createLogUpdate(stream);
  const timer = setInterval(() => live(draw(rows, total)), 50);
  return () => {
    clearInterval(timer);
    live(draw(rows, total));
    live.done();
  };
}

function draw(rows: readonly WorkerRow[], total: number): string {
  const sum = rows.reduce((count, { delivered }) => count + delivered, 0);
  const lines = rows.map(({ name, delivered, state }) => {
    const bar = "█".repeat(Math.round((delivered / total) * width)).padEnd(width, "·");
    const word = state === "killed" ? colors.red(state) : colors.dim(state);
    return `${name}  ${bar} ${String(delivered).padStart(4)}  ${word}`;
  });
  return [...lines, colors.bold(`${sum} of ${total} heard of`)].join("\n");
}
