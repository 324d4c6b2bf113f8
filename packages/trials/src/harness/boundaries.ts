import type { KillPoint } from "./task.ts";

/** The places at which a program can be killed, counted as it comes by. */
export interface Boundaries {
  /** Everything that was passed, in order. */
  readonly passed: readonly string[];
  /** Counts a boundary, and says whether the program is to end there. */
  reach(label: string): boolean;
  /** Counts a boundary, and ends the program there if it is the one. */
  pass(label: string): void;
}

export function createBoundaries(point: KillPoint | undefined, onPass: (label: string) => void): Boundaries {
  const passed: string[] = [];
  let met = 0;
  const reach = (label: string): boolean => {
    passed.push(label);
    onPass(label);
    if (point === undefined || (point.label !== undefined && point.label !== label)) return false;
    met += 1;
    return met === point.nth;
  };
  return {
    passed,
    reach,
    pass(label) {
      // No handler runs and nothing is flushed: as if the power were gone, but for what the system has taken already.
      if (reach(label)) process.kill(process.pid, "SIGKILL");
    },
  };
}
