import { context, diag, ROOT_CONTEXT, trace, type Context, type ContextManager } from "@opentelemetry/api";
import { afterEach, describe, expect, test } from "vitest";

import { error, readTime, setScene, tell, tellRetry } from "./fixtures/scene.ts";

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

  test("is never of negative length, and no tracer complains", () => {
    const complaints: string[] = [];
    const complain = (message: string): number => complaints.push(message);
    diag.setLogger({ error: complain, warn: complain, info: complain, debug: complain, verbose: complain });
    complaints.length = 0;
    const scene = setScene();
    tell(scene, "queued", 10);
    tell(scene, "delivered", 0);
    diag.disable();
    expect(readTime(scene.spans()[0]?.endTime ?? [0, 0])).toBe(10);
    expect(complaints).toEqual([]);
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
