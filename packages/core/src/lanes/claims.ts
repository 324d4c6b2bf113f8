import type { Clock } from "@carecast/adapter";

import type { LaneRef, LaneStore } from "../ledger/lane-store.ts";
import type { Lease } from "./lease.ts";

/** Takes a lane. Resolves with the name under which this hub has it, or `undefined` while another program has it. */
export type Claims = (ref: LaneRef) => Promise<string | undefined>;

interface Answer {
  readonly name: string;
  /** The keys of the lanes that are ours now. */
  readonly ours: ReadonlySet<string>;
}

/** Lanes that are asked for at the same moment are claimed by one call: a broadcast asks for a thousand. */
export function createClaims(store: LaneStore, lease: Lease, clock: Clock): Claims {
  let next: { readonly refs: LaneRef[]; readonly answer: Promise<Answer> } | undefined;

  async function ask(refs: readonly LaneRef[]): Promise<Answer> {
    let name: string;
    try {
      name = await lease.comeAlive();
    } finally {
      next = undefined;
    }
    let claimed = await store.claim(name, refs, clock.now());
    // Either other programs have the rest, or this one was struck off and needs a new name.
    if (claimed.length < refs.length && !(await lease.renew())) {
      name = await lease.comeAlive();
      claimed = await store.claim(name, refs, clock.now());
    }
    return { name, ours: new Set(claimed.map(keyOf)) };
  }

  function join(ref: LaneRef): Promise<Answer> {
    if (!next) {
      const refs: LaneRef[] = [];
      next = { refs, answer: ask(refs) };
    }
    next.refs.push(ref);
    return next.answer;
  }

  return async (ref) => {
    const { name, ours } = await join(ref);
    return ours.has(keyOf(ref)) && name === lease.name ? name : undefined;
  };
}

export function keyOf({ channel, lane }: LaneRef): string {
  return `${channel} ${lane}`;
}
