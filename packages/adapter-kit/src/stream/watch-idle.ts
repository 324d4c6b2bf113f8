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
 *
 * Time limits of connections run on the machine's timers, as those of requests do; only waits use the `Clock`.
 */
export function watchIdle(idleMs: number, onIdle: () => void): IdleWatch {
  let state: "alive" | "held" | "silent" = "silent";
  const timer = setInterval(() => {
    if (state === "silent") {
      clearInterval(timer);
      onIdle();
    } else if (state === "alive") {
      state = "silent";
    }
  }, idleMs);
  return {
    alive: () => {
      state = "alive";
    },
    hold: () => {
      state = "held";
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}
