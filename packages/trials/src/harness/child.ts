import { setTimeout as sleep } from "node:timers/promises";

import { systemClock } from "@carecast/adapter";
import type { Carecast, DeliveryRecord, Ledger } from "@carecast/core";

import { createBoundaries } from "./boundaries.ts";
import { buildHub } from "./build-hub.ts";
import type { Hold } from "./count-transport.ts";
import { openLedger } from "./open-ledger.ts";
import { pixel } from "./pixel.ts";
import type { Message, Order, Outcome, PublicationTask, Task } from "./task.ts";

// A program that publishes, or goes on with what another one left, one task after the other. A boundary may be its end.
let held: () => void = () => undefined;
process.on("message", (order: Order) => {
  if (order.kind === "held") held();
  else void run(order.task);
});
process.on("disconnect", () => process.exit());

async function run(task: Task): Promise<void> {
  const boundaries = createBoundaries(task.kill, (label) => {
    if (label === task.watch) tell({ kind: "passed" });
  });
  const names = task.channels.map(({ name }) => name);
  tell({ kind: "begun" });
  const ledger = await openLedger(task.ledger);
  const care = buildHub(task, ledger, boundaries, hold);
  if (task.started) await care.start();
  if (task.atOnce) await Promise.all(task.publications.map((publication) => publish(care, publication)));
  else for (const publication of task.publications) await publish(care, publication);
  if (task.started) await untilQuiet(ledger, names, task.aheadMs);
  const records = await readDeliveries(ledger, names);
  await care.close();
  tell({ kind: "end", boundaries: boundaries.passed, deliveries: records.map(toOutcome) });
}

/** Asks the parent to have the next request at the server held, and this program ended. */
const hold: Hold = (origin, endpoint, done) =>
  new Promise((resolve) => {
    held = resolve;
    tell({ kind: "hold", origin, endpoint, done });
  });

async function publish(care: Carecast, { id, text, channels, picture }: PublicationTask): Promise<void> {
  const media = picture ? [{ bytes: pixel, alt: "A map of Riverton" }] : [];
  await care.publish({ text, media }, { id, channels, overflow: "thread" });
  tell({ kind: "published", id });
}

function tell(message: Message): void {
  process.send?.(message);
}

/** Until nothing is left that a machine may do, now or a little later. */
async function untilQuiet(ledger: Ledger, channels: readonly string[], aheadMs: number): Promise<void> {
  const longestMs = 200;
  for (let waitMs = 5; await hasWork(ledger, channels, aheadMs); waitMs = Math.min(2 * waitMs, longestMs))
    await sleep(waitMs);
}

const soonMs = 10_000;
const pageSize = 100;

async function hasWork(ledger: Ledger, channels: readonly string[], aheadMs: number): Promise<boolean> {
  const soon = systemClock.now() + aheadMs + soonMs;
  const query = { states: ["queued", "preparing", "sending", "unknown"], limit: pageSize } as const;
  let page = await ledger.deliveries(query);
  for (;;) {
    if (page.some(({ channel, dueAt }) => channels.includes(channel) && dueAt !== null && dueAt <= soon)) return true;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return false;
    page = await ledger.deliveries({ ...query, after: last.id });
  }
}

/** Others may use the same ledger for channels of their own. */
async function readDeliveries(ledger: Ledger, channels: readonly string[]): Promise<readonly DeliveryRecord[]> {
  return (await Promise.all(channels.map((channel) => ledger.deliveries({ channel })))).flat();
}

function toOutcome({ id, publicationId, channel, index, state, attempts, receipt, error }: DeliveryRecord): Outcome {
  const receiptId = receipt?.id ?? null;
  return { id, publicationId, channel, index, state, attempts, receiptId, error: error?.message ?? null };
}
