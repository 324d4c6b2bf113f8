/** What became of the circuit of a channel. */
export interface CircuitFact {
  readonly state: "open" | "half-open" | "closed";
  /** With `open`: when the next probe may go, milliseconds since the epoch. */
  readonly until?: number;
}

/** Keeps routine away from a network that is down, but for one probe at a time. */
export interface Circuit {
  /** When routine may go: `undefined` for now, else milliseconds since the epoch. */
  freeAt(now: number): number | undefined;
  /** Routine goes now: the probe, unless the circuit is closed. */
  pass(now: number): void;
  succeed(): void;
  fail(now: number): void;
}

const failuresToOpen = 5;
const firstOpenMs = 5_000;
const longestOpenMs = 5 * 60_000;
/** A probe of which nobody hears by then is taken for lost, and the next one goes. */
const probeMs = 10_000;

export function createCircuit(random: () => number, tell: (fact: CircuitFact) => void = () => undefined): Circuit {
  let failures = 0;
  /** How often in a row it was opened; 0 while it is closed. */
  let openings = 0;
  let until = 0;
  let probing = false;

  function open(now: number): void {
    openings += 1;
    probing = false;
    const boundMs = Math.min(longestOpenMs, firstOpenMs * 2 ** Math.min(openings - 1, 30));
    // At least half: an open circuit of no length would protect nobody.
    until = now + Math.ceil(boundMs * (0.5 + random() / 2));
    tell({ state: "open", until });
  }

  return {
    freeAt(now) {
      if (openings === 0) return undefined;
      // A clock that was set back must not keep it open for longer.
      until = Math.min(until, now + longestOpenMs);
      return until > now ? until : undefined;
    },
    pass(now) {
      if (openings === 0) return;
      until = now + probeMs;
      if (!probing) tell({ state: "half-open" });
      probing = true;
    },
    succeed() {
      failures = 0;
      if (openings === 0) return;
      openings = 0;
      tell({ state: "closed" });
    },
    fail(now) {
      failures += 1;
      // While it is open, only emergencies and what was on its way already fail: that says nothing new.
      if (openings === 0 ? failures >= failuresToOpen : probing || until <= now) open(now);
    },
  };
}
