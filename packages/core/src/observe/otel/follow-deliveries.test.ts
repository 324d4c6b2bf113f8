import { describe, expect, test } from "vitest";

import { createEvents, type DeliveryFact } from "../../events.ts";
import type { DeliveryState } from "../../ledger/records.ts";
import { followDeliveries, type Following } from "./follow-deliveries.ts";

interface Scene {
  readonly ended: string[];
  readonly following: Following;
  tell(state: DeliveryState, id: number): void;
}

function follow(limit: number): Scene {
  const events = createEvents();
  const ended: string[] = [];
  const end = ({ first, last }: { first: DeliveryFact; last: DeliveryFact }): number =>
    ended.push(`${last.deliveryId} ${first.state} ${last.state}`);
  const following = followDeliveries(events, { step: () => undefined, retry: () => undefined, end }, limit);
  const rest = { at: 0, publicationId: "p", channel: "press", network: "board", index: 0, count: 1, attempts: 0 };
  return {
    ended,
    following,
    tell: (state, id) => events.emit(`delivery-${state}`, () => ({ ...rest, state, deliveryId: String(id) })),
  };
}

describe("followDeliveries", () => {
  test("forgets the oldest of those that wait, silently, and takes them up again when they begin", () => {
    const { ended, following, tell } = follow(3);
    for (const id of [1, 2, 3, 4]) tell("queued", id);
    expect(ended).toEqual([]);
    for (const id of [1, 2, 4]) tell("preparing", id);
    expect(following.begun.size).toBe(3);
    for (const id of [1, 2, 4]) tell("delivered", id);
    expect(ended).toEqual(["1 preparing delivered", "2 queued delivered", "4 queued delivered"]);
  });

  test("ends the oldest of those that have begun as they are", () => {
    const { ended, following, tell } = follow(2);
    for (const id of [1, 2, 3]) tell("unknown", id);
    expect(ended).toEqual(["1 unknown unknown"]);
    expect([...following.begun.keys()]).toEqual(["2", "3"]);
  });

  test("does not let the waiting push out the begun", () => {
    const { ended, following, tell } = follow(2);
    tell("unknown", 1);
    for (const id of [2, 3, 4, 5]) tell("queued", id);
    expect(ended).toEqual([]);
    expect([...following.begun.keys()]).toEqual(["1"]);
  });

  test("keeps nothing of what has ended", () => {
    const { ended, following, tell } = follow(2);
    for (let id = 0; id < 1000; id += 1)
      for (const state of ["queued", "sending", "delivered"] as const) tell(state, id);
    expect(ended).toHaveLength(1000);
    expect(following.begun.size).toBe(0);
    tell("sending", 999);
    tell("delivered", 999);
    expect(ended.at(-1)).toBe("999 sending delivered");
  });

  test("counts what waits for its next try as begun", () => {
    const { ended, following, tell } = follow(1);
    tell("queued", 1);
    tell("sending", 1);
    tell("queued", 2);
    tell("queued", 1);
    expect([...following.begun.keys()]).toEqual(["1"]);
    tell("delivered", 1);
    tell("delivered", 2);
    expect(ended).toEqual(["1 queued delivered", "2 queued delivered"]);
  });
});
