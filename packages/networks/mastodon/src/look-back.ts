import type { Clock } from "@carecast/adapter";

/** How late a post of another server may be: it is sorted in by when it was written, behind what was read already. */
const lateMs = 10 * 60_000;
const mostItems = 1_000;

/** What has come lately, so that a new connection can begin a little before it and hand on only what is new. */
export interface LookBack {
  add(id: string): void;
  has(id: string): boolean;
  /** The id to page from: the first that came lately, or `position` where none did. */
  from(position: string): string;
}

export function createLookBack(clock: Clock): LookBack {
  const cameAt = new Map<string, number>();
  return {
    has: (id) => cameAt.has(id),
    add(id) {
      const nowMs = clock.now();
      cameAt.set(id, nowMs);
      for (const [oldest, atMs] of cameAt) {
        if (cameAt.size <= mostItems && atMs >= nowMs - lateMs) break;
        cameAt.delete(oldest);
      }
    },
    from: (position) => cameAt.keys().next().value ?? position,
  };
}
