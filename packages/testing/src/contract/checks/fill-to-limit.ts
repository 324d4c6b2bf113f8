import type { TextLimit } from "@carecast/adapter";
import type { Stage } from "../stage.ts";

/** Letters that count one as a character and more and more as bytes, plainest first. */
const fillers = ["a", "é", "診", "🏥", "👨‍👩‍👧‍👦"];

/**
 * A text that begins with `beginning` and measures exactly `limit`, within every other limit of the network.
 * `undefined` where there is none, because another limit is reached first.
 */
export function fillToLimit(stage: Stage, limit: TextLimit, beginning: string): string | undefined {
  const { adapter, capabilities } = stage;
  // A word of its own, so that networks which refuse duplicates take each text.
  const start = `${stage.word()} ${beginning}`;
  for (const filler of fillers) {
    const text = fill(start, filler, limit, (candidate) => adapter.measure(candidate, limit.unit));
    if (text === undefined) continue;
    const others = capabilities.text.limits.filter(({ unit }) => unit !== limit.unit);
    if (others.every(({ unit, max }) => adapter.measure(text, unit) < max)) return text;
  }
  return undefined;
}

function fill(start: string, filler: string, limit: TextLimit, measure: (text: string) => number): string | undefined {
  const step = measure(`${start}${filler}`) - measure(start);
  const room = limit.max - measure(start);
  if (room < 0 || step < 1) return undefined;
  const repeats = Math.floor(room / step);
  const rest = room - repeats * step;
  const text = start + "a".repeat(rest) + filler.repeat(repeats);
  return measure(text) === limit.max ? text : undefined;
}
