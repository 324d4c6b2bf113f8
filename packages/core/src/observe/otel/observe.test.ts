import { context, ROOT_CONTEXT, trace, type Context, type ContextManager } from "@opentelemetry/api";
import { MeterProvider, MetricReader, type DataPoint, type Histogram } from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";
import { afterEach, describe, expect, test } from "vitest";

import { createEvents, type DeliveryFact, type EventHub } from "../../events.ts";
import type { DeliveryError, DeliveryState } from "../../ledger/records.ts";
import { observe } from "./observe.ts";

class PullReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

interface Scene {
  readonly events: EventHub;
  readonly stop: () => void;
  spans(): readonly ReadableSpan[];
  /** The value of each series of a figure, by its attributes. */
  read(metric: string): Promise<readonly (readonly [string, unknown])[]>;
}

function setScene(): Scene {
  const exporter = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const reader = new PullReader();
  const meters = new MeterProvider({ readers: [reader] });
  const events = createEvents();
  const stop = observe({ events }, { tracer: tracers.getTracer("test"), meter: meters.getMeter("test") });
  return {
    events,
    stop,
    spans: () => exporter.getFinishedSpans(),
    async read(metric) {
      const { resourceMetrics } = await reader.collect();
      const all = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
      const points: readonly DataPoint<unknown>[] =
        all.find(({ descriptor }) => descriptor.name === metric)?.dataPoints ?? [];
      return points.map(({ attributes, value }) => [Object.values(attributes).join(" "), value] as const);
    },
  };
}

const error: DeliveryError = {
  code: "platform",
  message: "SECRET-MESSAGE",
  outcome: "unknown",
  retryable: true,
  status: 503,
  platformCode: "Overloaded",
};

const start = Date.parse("2026-11-20T09:00:00Z");

function tell({ events }: Scene, state: DeliveryState, seconds: number, more: Partial<DeliveryFact> = {}): void {
  events.emit(`delivery-${state}`, () => ({
    at: start + seconds * 1000,
    publicationId: "walk-in",
    deliveryId: "walk-in.press.0",
    channel: "press",
    network: "board",
    state,
    index: 0,
    count: 1,
    attempts: 0,
    ...more,
  }));
}

function tellRetry({ events }: Scene, seconds: number, deliveryId = "walk-in.press.0"): void {
  const at = start + seconds * 1000;
  events.emit("delivery-retry", () => ({
    at,
    publicationId: "walk-in",
    deliveryId,
    channel: "press",
    waitMs: 500,
    error,
  }));
}

function readTime([seconds, nanoseconds]: readonly [number, number]): number {
  return (seconds * 1000 + nanoseconds / 1e6 - start) / 1000;
}

describe("a span", () => {
  test("is a delivery from queued to its end, with every step", () => {
    const scene = setScene();
    tell(scene, "queued", 0);
    tell(scene, "preparing", 1);
    tellRetry(scene, 2);
    tell(scene, "sending", 3, { attempts: 1 });
    expect(scene.spans()).toEqual([]);
    tell(scene, "delivered", 4, { attempts: 1, error, url: "https://board.example.org/SECRET?token=SECRET" });
    const [span] = scene.spans();
    expect(scene.spans()).toHaveLength(1);
    expect(span).toMatchObject({ name: "publish press", kind: 3, status: { code: 0 }, parentSpanContext: undefined });
    expect([span?.startTime, span?.endTime].map((time) => readTime(time ?? [0, 0]))).toEqual([0, 4]);
    expect(span?.attributes).toEqual({
      "messaging.system": "board",
      "messaging.operation.name": "publish",
      "messaging.operation.type": "send",
      "messaging.destination.name": "press",
      "messaging.message.id": "walk-in.press.0",
      "carecast.publication.id": "walk-in",
      "carecast.delivery.state": "delivered",
      "carecast.delivery.attempts": 1,
    });
    expect(span?.events.map(({ name, time }) => [name, readTime(time)])).toEqual([
      ["delivery-queued", 0],
      ["delivery-preparing", 1],
      ["delivery-retry", 2],
      ["delivery-sending", 3],
      ["delivery-delivered", 4],
    ]);
    expect(span?.events[2]?.attributes).toEqual({
      "carecast.retry.wait_ms": 500,
      "error.type": "platform",
      "carecast.error.outcome": "unknown",
      "carecast.error.platform_code": "Overloaded",
      "http.response.status_code": 503,
    });
    expect(JSON.stringify([span?.attributes, span?.events])).not.toContain("SECRET");
  });

  test.each(["rejected", "expired"] as const)("of a delivery that is %s says so, and why", (state) => {
    const scene = setScene();
    tell(scene, "queued", 0);
    tell(scene, state, 1, { error });
    const [span] = scene.spans();
    expect(span?.status).toEqual({ code: 2 });
    expect(span?.attributes).toMatchObject({ "error.type": "platform", "http.response.status_code": 503 });
  });

  test.each(["delivered", "accepted", "cancelled", "skipped"] as const)("of one that is %s is no failure", (state) => {
    const scene = setScene();
    tell(scene, state, 1, { error });
    expect(scene.spans()[0]?.status).toEqual({ code: 0 });
    expect(scene.spans()[0]?.attributes).not.toHaveProperty("error.type");
  });

  test("goes on through hold and doubt", () => {
    const scene = setScene();
    tell(scene, "queued", 0);
    tell(scene, "held", 1);
    tell(scene, "queued", 2);
    tell(scene, "sending", 3);
    tell(scene, "unknown", 4, { error });
    expect(scene.spans()).toHaveLength(0);
    tell(scene, "delivered", 5);
    expect(scene.spans()).toHaveLength(1);
    expect(scene.spans()[0]?.events).toHaveLength(6);
  });

  test("begins at the first try of what an earlier process journaled", () => {
    const scene = setScene();
    tell(scene, "sending", 7);
    tell(scene, "delivered", 8);
    expect(readTime(scene.spans()[0]?.startTime ?? [0, 0])).toBe(7);
  });

  test("tells the place in a thread", () => {
    const scene = setScene();
    tell(scene, "delivered", 0, { index: 1, count: 3 });
    expect(scene.spans()[0]?.attributes).toMatchObject({ "carecast.thread.index": 1, "carecast.thread.length": 3 });
  });

  test("is never of negative length", () => {
    const scene = setScene();
    tell(scene, "queued", 10);
    tell(scene, "delivered", 0);
    expect(readTime(scene.spans()[0]?.endTime ?? [0, 0])).toBe(10);
  });

  test("remembers so many steps and no more", () => {
    const scene = setScene();
    tell(scene, "queued", 0);
    for (let number = 0; number < 500; number += 1) tellRetry(scene, number);
    tell(scene, "rejected", 500);
    expect(scene.spans()[0]?.events).toHaveLength(64);
  });

  test("of what has begun is written when nobody follows any longer", () => {
    const scene = setScene();
    tell(scene, "queued", 0);
    tell(scene, "queued", 0, { deliveryId: "walk-in.wards.0" });
    tell(scene, "unknown", 1, { error });
    scene.stop();
    expect(scene.spans().map(({ attributes, status }) => [attributes["carecast.delivery.state"], status.code])).toEqual(
      [["unknown", 2]],
    );
    tell(scene, "delivered", 2);
    expect(scene.spans()).toHaveLength(1);
  });
});

describe("the span of the application", () => {
  afterEach(() => context.disable());

  test("is the parent of those of its deliveries, also of what ends later", () => {
    let current: Context | undefined;
    const manager: ContextManager = {
      active: () => current ?? ROOT_CONTEXT,
      with: (_, work, self, ...args) => work.apply(self as ThisParameterType<typeof work>, args),
      bind: (_, target) => target,
      enable: () => manager,
      disable: () => manager,
    };
    context.setGlobalContextManager(manager);
    const scene = setScene();
    const spanContext = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 };
    current = trace.setSpanContext(ROOT_CONTEXT, spanContext);
    tell(scene, "queued", 0);
    current = undefined;
    tell(scene, "delivered", 1);
    tell(scene, "delivered", 1, { deliveryId: "walk-in.wards.0" });
    expect(scene.spans()[0]?.spanContext().traceId).toBe(spanContext.traceId);
    expect(scene.spans()[0]?.parentSpanContext?.spanId).toBe(spanContext.spanId);
    expect(scene.spans()[1]?.parentSpanContext).toBeUndefined();
  });
});

describe("the figures", () => {
  test("count deliveries by network and state", async () => {
    const scene = setScene();
    tell(scene, "queued", 0);
    tell(scene, "queued", 0, { deliveryId: "walk-in.wards.0", channel: "wards" });
    tell(scene, "delivered", 1);
    tell(scene, "rejected", 1, { deliveryId: "walk-in.wards.0", network: "forum" });
    expect(await scene.read("carecast.deliveries")).toEqual([
      ["board queued", 2],
      ["board delivered", 1],
      ["forum rejected", 1],
    ]);
  });

  test("count retries by reason", async () => {
    const scene = setScene();
    tell(scene, "queued", 0);
    tellRetry(scene, 1);
    tellRetry(scene, 2);
    tellRetry(scene, 3, "never-seen");
    expect(await scene.read("carecast.delivery.retries")).toEqual([
      ["platform board", 2],
      ["platform", 1],
    ]);
  });

  test("time what was seen from its beginning to its end", async () => {
    const scene = setScene();
    tell(scene, "queued", 0);
    tell(scene, "preparing", 1);
    tell(scene, "delivered", 2);
    tell(scene, "sending", 0, { deliveryId: "seen-late" });
    tell(scene, "delivered", 9, { deliveryId: "seen-late" });
    tell(scene, "queued", 5, { deliveryId: "of-a-clock-put-back" });
    tell(scene, "rejected", 0, { deliveryId: "of-a-clock-put-back" });
    tell(scene, "queued", 0, { deliveryId: "unfinished" });
    tell(scene, "unknown", 3, { deliveryId: "unfinished" });
    scene.stop();
    const series = await scene.read("carecast.delivery.duration");
    // The SDK gives values of histograms this form.
    expect(series.map(([name, value]) => [name, (value as Histogram).count, (value as Histogram).sum])).toEqual([
      ["board delivered", 1, 2],
      ["board rejected", 1, 0],
    ]);
  });

  test("show how many deliveries nobody knows about", async () => {
    const scene = setScene();
    for (const deliveryId of ["a", "b"]) tell(scene, "unknown", 0, { deliveryId });
    tell(scene, "unknown", 0, { deliveryId: "c", network: "forum" });
    expect(await scene.read("carecast.deliveries.unknown")).toEqual([
      ["board", 2],
      ["forum", 1],
    ]);
    tell(scene, "delivered", 1, { deliveryId: "a" });
    tell(scene, "queued", 1, { deliveryId: "c", network: "forum" });
    expect(await scene.read("carecast.deliveries.unknown")).toEqual([
      ["board", 1],
      ["forum", 0],
    ]);
  });

  test("show which channels are paused", async () => {
    const scene = setScene();
    scene.events.emit("channel-paused", () => ({ at: start, channel: "press", until: start }));
    scene.events.emit("channel-paused", () => ({ at: start, channel: "wards" }));
    scene.events.emit("channel-resumed", () => ({ at: start, channel: "wards" }));
    expect(await scene.read("carecast.channel.paused")).toEqual([
      ["press", 1],
      ["wards", 0],
    ]);
  });

  test("count quorums", async () => {
    const scene = setScene();
    const fact = { at: start, publicationId: "walk-in", atLeast: 2, delivered: 1 };
    scene.events.emit("quorum-missed", () => fact);
    scene.events.emit("quorum-missed", () => fact);
    scene.events.emit("quorum-met", () => fact);
    expect(await scene.read("carecast.quorums")).toEqual([
      ["missed", 2],
      ["met", 1],
    ]);
  });

  test("stand still once nobody observes", async () => {
    const scene = setScene();
    scene.stop();
    tell(scene, "unknown", 0);
    tellRetry(scene, 0);
    scene.events.emit("channel-paused", () => ({ at: start, channel: "press" }));
    scene.events.emit("quorum-missed", () => ({ at: start, publicationId: "a", atLeast: 2, delivered: 1 }));
    for (const name of ["deliveries", "delivery.retries", "deliveries.unknown", "channel.paused", "quorums"])
      expect(await scene.read(`carecast.${name}`)).toEqual([]);
  });
});

test("without providers nothing happens", () => {
  const events = createEvents();
  const stop = observe({ events });
  tell({ events, stop, spans: () => [], read: async () => [] }, "delivered", 0);
  stop();
});
