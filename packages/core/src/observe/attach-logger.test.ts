import { inspect } from "node:util";
import { pino } from "pino";
import { describe, expect, test } from "vitest";

import { createEvents, type CarecastEventMap, type DeliveryFact } from "../events.ts";
import type { DeliveryError } from "../ledger/records.ts";
import { attachLogger } from "./attach-logger.ts";

const error: DeliveryError = {
  code: "auth",
  message: "SECRET-IN-A-MESSAGE",
  outcome: "not-sent",
  retryable: false,
  retryAt: 5,
  status: 401,
  platformCode: "ExpiredToken",
};

const delivery: DeliveryFact = {
  at: 1,
  publicationId: "walk-in",
  deliveryId: "walk-in.press.0",
  channel: "press",
  network: "board",
  state: "delivered",
  index: 0,
  count: 2,
  attempts: 1,
};

type Facts = { readonly [Name in keyof CarecastEventMap]: CarecastEventMap[Name][0] };

const scope = { tags: ["SECRET-TAG"], campaigns: ["SECRET-CAMPAIGN"] };
const stream = { at: 1, channel: "press", source: "notifications" };
const quorum = { at: 1, publicationId: "walk-in", atLeast: 2, delivered: 1 };
const hold = { at: 1, holdId: "h1", scope, deliveries: 3 };

const facts: Facts = {
  "delivery-held": { ...delivery, state: "held" },
  "delivery-queued": { ...delivery, state: "queued" },
  "delivery-preparing": { ...delivery, state: "preparing" },
  "delivery-sending": { ...delivery, state: "sending" },
  "delivery-delivered": {
    ...delivery,
    url: "https://SECRET-USER:SECRET-PASS@board.example.org/1?token=SECRET-QUERY#SECRET",
  },
  "delivery-accepted": { ...delivery, state: "accepted", url: "SECRET-NO-ADDRESS" },
  "delivery-rejected": { ...delivery, state: "rejected", error },
  "delivery-unknown": { ...delivery, state: "unknown" },
  "delivery-expired": { ...delivery, state: "expired" },
  "delivery-cancelled": { ...delivery, state: "cancelled" },
  "delivery-skipped": { ...delivery, state: "skipped" },
  "delivery-retry": {
    at: 1,
    publicationId: "walk-in",
    deliveryId: "walk-in.press.0",
    channel: "press",
    waitMs: 9,
    error,
  },
  "work-failed": { at: 1, publicationId: "", error: { ...error, code: "ledger", message: "The disk is full." } },
  "content-blocked": { at: 1, publicationId: "walk-in", rules: "identifiers.ssn", channels: "press wards" },
  "content-warned": { at: 1, publicationId: "walk-in", rules: "identifiers.phone", channels: "" },
  "hold-started": hold,
  "hold-released": { ...hold, scope: "everything" },
  "quorum-met": quorum,
  "quorum-missed": quorum,
  "channel-paused": { at: 1, channel: "press", until: 99 },
  "channel-resumed": { at: 1, channel: "press" },
  "tokens-unsaved": { at: 1, channel: "press", error },
  "tokens-saved": { at: 1, channel: "press" },
  "stream-connected": { ...stream, fact: "connected" },
  "stream-disconnected": { ...stream, fact: "disconnected", retryAfterMs: 7 },
  "stream-backfilled": { ...stream, fact: "backfilled", count: 3 },
  "stream-waiting": { ...stream, fact: "waiting", retryAfterMs: 7 },
};

const names = Object.keys(facts) as (keyof Facts)[];

interface Line extends Readonly<Record<string, unknown>> {
  readonly event: keyof Facts;
}

/** What pino itself writes of every event. */
function logEverything(): readonly Line[] {
  const lines: string[] = [];
  const logger = pino({ level: "debug", base: null, timestamp: false }, { write: (line: string) => lines.push(line) });
  const events = createEvents();
  attachLogger(events, logger);
  // Every fact may one day carry more than its type says.
  for (const name of names) events.emit(name, () => ({ ...facts[name], text: "SECRET-TEXT", token: "SECRET-TOKEN" }));
  return lines.map((line) => JSON.parse(line) as Line);
}

describe("attachLogger", () => {
  test("writes one line for every event, through pino", () => {
    expect(logEverything().map(({ event }) => event)).toEqual(names);
  });

  test("never writes a text, a token, a name that somebody thought up, or a query", () => {
    expect(inspect(logEverything(), { depth: null })).not.toContain("SECRET");
  });

  test("is as loud as the event is bad", () => {
    const byLevel = Object.groupBy(logEverything(), ({ level }) => String(level));
    const read = (level: number): string[] => (byLevel[String(level)] ?? []).map(({ event }) => event);
    expect(read(50)).toEqual([
      "delivery-rejected",
      "delivery-unknown",
      "delivery-expired",
      "work-failed",
      "content-blocked",
      "quorum-missed",
      "tokens-unsaved",
    ]);
    expect(read(40)).toEqual(["delivery-retry", "content-warned", "channel-paused", "stream-disconnected"]);
    expect(read(20)).toEqual([
      "delivery-queued",
      "delivery-preparing",
      "delivery-sending",
      "stream-connected",
      "stream-backfilled",
      "stream-waiting",
    ]);
  });

  test("writes facts as fields", () => {
    const lines = logEverything();
    const find = (event: string): Line | undefined => lines.find((line) => line.event === event);
    expect(find("delivery-delivered")).toEqual({
      level: 30,
      event: "delivery-delivered",
      at: 1,
      publicationId: "walk-in",
      deliveryId: "walk-in.press.0",
      channel: "press",
      network: "board",
      index: 0,
      count: 2,
      attempts: 1,
      url: "https://board.example.org/1",
      msg: "delivery delivered",
    });
    const { message: _, ...withoutMessage } = error;
    expect(find("delivery-rejected")?.["error"]).toEqual(withoutMessage);
    expect(find("delivery-accepted")).not.toHaveProperty("url");
    expect(find("delivery-retry")).toMatchObject({ waitMs: 9 });
    expect(find("work-failed")).toMatchObject({ error: { code: "ledger", message: "The disk is full." } });
    expect(find("work-failed")).not.toHaveProperty("publicationId");
    expect(find("hold-started")).toMatchObject({ holdId: "h1", deliveries: 3, scope: "tags campaigns" });
    expect(find("hold-released")).toMatchObject({ scope: "everything" });
    expect(find("quorum-missed")).toMatchObject({ atLeast: 2, delivered: 1 });
    expect(find("channel-paused")).toMatchObject({ channel: "press", until: 99 });
    expect(find("stream-disconnected")).toMatchObject({ source: "notifications", retryAfterMs: 7 });
  });

  test("ends when it is told to", () => {
    const lines: string[] = [];
    const events = createEvents();
    const write = (_: object, message: string): number => lines.push(message);
    const detach = attachLogger(events, { debug: write, info: write, warn: write, error: write });
    events.emit("delivery-delivered", () => delivery);
    detach();
    for (const name of names) events.emit(name, () => facts[name]);
    expect(lines).toEqual(["delivery delivered"]);
  });
});
