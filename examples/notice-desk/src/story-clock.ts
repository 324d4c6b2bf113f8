import { systemClock, type Clock } from "@carecast/adapter";

/** A clock that can be set to the time of a story, and then goes on as time does. */
export interface StoryClock extends Clock {
  moveTo(time: string): void;
}

export function createStoryClock(time: string): StoryClock {
  let [story, since] = [Date.parse(time), Date.now()];
  return {
    now: () => story + (Date.now() - since),
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    moveTo: (next) => void ([story, since] = [Date.parse(next), Date.now()]),
  };
}
