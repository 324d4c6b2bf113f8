/** One line of the result: a figure of ours beside what it is held against, measured in the same run. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly against: string;
  readonly theirs: string;
  /** Ours divided by theirs; for sizes and times smaller is better. */
  readonly ratio: number;
  /** Left out where a figure only helps to read another one. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

/** `undefined` where there is no target. */
export function isMet({ ratio, target }: Row): boolean | undefined {
  if (!target) return undefined;
  return "atLeast" in target ? ratio >= target.atLeast : ratio <= target.atMost;
}

export function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString("en")}/s`;
}

export function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}
