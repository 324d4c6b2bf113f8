/** More slices follow the budget closer and take more memory: with 30 what was taken comes back a thirtieth late at most. */
const slices = 30;

/** How much was taken in the last `perMs`, in the same memory however much it is. */
export interface SlidingWindow {
  /** When no more than `most` is in the window: `undefined` for now, else milliseconds since the epoch. */
  freeAt(most: number, now: number): number | undefined;
  take(amount: number, now: number): void;
  /** What was taken at `takenAt` is free again. */
  giveBack(amount: number, takenAt: number): void;
}

/**
 * Counts by slices of time. A slice counts until all of it has left the window, so it errs towards waiting: no span of
 * `perMs`, wherever it begins, ever holds more than was allowed.
 */
export function createSlidingWindow(perMs: number): SlidingWindow {
  const sliceMs = Math.ceil(perMs / slices);
  // One more than the window is long: its two ends lie within slices.
  const taken = new Array<number>(slices + 1).fill(0);
  let sum = 0;
  /** The number of the newest slice since the epoch, and its place in `taken`, which is a ring. */
  let newest = 0;
  let head = 0;

  function moveTo(now: number): void {
    const slice = Math.floor(now / sliceMs);
    if (slice === newest) return;
    if (slice > newest + slices) {
      taken.fill(0);
      sum = 0;
    } else if (slice > newest) {
      for (let passed = slice - newest; passed > 0; passed -= 1) {
        head = (head + 1) % taken.length;
        sum -= taken[head] ?? 0;
        taken[head] = 0;
      }
    } else if (slice >= newest - slices) {
      // A clock that was set back a little catches up by itself.
      return;
    }
    // Set back further, it would stop the channel for long: what was taken is as old by the new time as it was by the old.
    newest = slice;
  }

  return {
    freeAt(most, now) {
      moveTo(now);
      if (sum <= most) return undefined;
      let left = sum;
      let age = slices;
      for (; age > 0; age -= 1) {
        left -= taken[(head + taken.length - age) % taken.length] ?? 0;
        if (left <= most) break;
      }
      return (newest - age + slices + 1) * sliceMs;
    },
    take(amount, now) {
      moveTo(now);
      taken[head] = (taken[head] ?? 0) + amount;
      sum += amount;
    },
    giveBack(amount, takenAt) {
      const age = newest - Math.floor(takenAt / sliceMs);
      if (age < 0 || age > slices) return;
      const place = (head + taken.length - age) % taken.length;
      // The clock may have been set meanwhile: there is never less than nothing.
      const given = Math.min(amount, taken[place] ?? 0);
      taken[place] = (taken[place] ?? 0) - given;
      sum -= given;
    },
  };
}
