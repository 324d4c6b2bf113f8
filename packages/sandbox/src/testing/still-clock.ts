/** A clock that stands still until a test moves it. */
export interface StillClock {
  now(): number;
  advance(milliseconds: number): void;
}

export function createStillClock(start = Date.parse("2026-08-20T10:00:00.000Z")): StillClock {
  let time = start;
  return {
    now: () => time,
    advance(milliseconds) {
      time += milliseconds;
    },
  };
}
