/** So many points in each window of time. */
export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

interface Window {
  left: number;
  /** Milliseconds since the epoch. */
  readonly resetAt: number;
}

/** What each owner has left of a rate limit; windows begin at whole multiples of their length. */
export interface Budget {
  readonly limit: number;
  readonly perMs: number;
  windowOf(owner: string, now: number): Window;
  /** Takes points; false when there are not enough. */
  spend(owner: string, now: number, points?: number): boolean;
}

export function createBudget({ requests, perMs }: RateLimit): Budget {
  const windows = new Map<string, Window>();
  const windowOf = (owner: string, now: number): Window => {
    const known = windows.get(owner);
    if (known !== undefined && known.resetAt > now) return known;
    const fresh = { left: requests, resetAt: (Math.floor(now / perMs) + 1) * perMs };
    windows.set(owner, fresh);
    return fresh;
  };
  return {
    limit: requests,
    perMs,
    windowOf,
    spend(owner, now, points = 1) {
      const window = windowOf(owner, now);
      if (window.left < points) return false;
      window.left -= points;
      return true;
    },
  };
}
