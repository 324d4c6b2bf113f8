import type { Clock } from "@carecast/adapter";

export interface IdleWatch {
  /** Something came, or the reader is back and waits again. */
  alive(): void;
  /** The reader is busy with an item: silence means nothing until `alive`. */
  hold(): void;
  stop(): void;
}

/**
 * Calls `onIdle` once when nothing came for `idleMs` (and at most twice that: it looks once in that time, so that a
 * busy stream pays one assignment an item). A connection that a router has forgotten makes no other sign.
 */
export function watchIdle(clock: Clock, idleMs: number, onIdle: () => void): IdleWatch {
  const stopped = new AbortController();
  let state: "alive" | "held" | "silent" = "alive";
  const watch = async (): Promise<void> => {
    while (state !== "silent") {
      if (state === "alive") state = "silent";
      await clock.sleep(idleMs, stopped.signal);
    }
    onIdle();
  };
  watch().catch(() => {
    // Stopped.
  });
  return {
    alive: () => {
      state = "alive";
    },
    hold: () => {
      state = "held";
    },
    stop: () => {
      stopped.abort();
    },
  };
}
