import { isOpen } from "../delivery-states.ts";
import type { DeliveryState } from "../records.ts";
import type { Entry } from "./entry.ts";

/** What a program asks for again and again: the deliveries that are not finished, by state and channel. */
export interface StateIndex {
  /** Puts an entry where its state says. */
  enter(entry: Entry): void;
  /** Takes an entry out of the state that it leaves. */
  leave(entry: Entry): void;
  /** In no order; `undefined` when one of the states is not kept here. */
  find(states: readonly DeliveryState[], channel: string | undefined): Entry[] | undefined;
}

export function createStateIndex(): StateIndex {
  const byState = new Map<DeliveryState, Map<string, Set<Entry>>>();

  function open(state: DeliveryState, channel: string): Set<Entry> {
    let channels = byState.get(state);
    if (channels === undefined) byState.set(state, (channels = new Map<string, Set<Entry>>()));
    let entries = channels.get(channel);
    if (entries === undefined) channels.set(channel, (entries = new Set<Entry>()));
    return entries;
  }

  return {
    enter(entry) {
      const { state, channel } = entry.record;
      if (isOpen(state)) open(state, channel).add(entry);
    },
    leave(entry) {
      const { state, channel } = entry.record;
      byState.get(state)?.get(channel)?.delete(entry);
    },
    find(states, channel) {
      if (!states.every(isOpen)) return undefined;
      return [...new Set(states)].flatMap((state) => {
        const channels = byState.get(state);
        const sets = channel === undefined ? [...(channels?.values() ?? [])] : [channels?.get(channel) ?? []];
        return sets.flatMap((set) => [...set]);
      });
    },
  };
}
