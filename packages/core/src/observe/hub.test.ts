import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { PlatformError } from "@carecast/adapter";
import { fakeAdapter } from "@carecast/testing";
import { pino } from "pino";
import { expect, test } from "vitest";

import { createCarecast, memoryLedger } from "../index.ts";
import { observe } from "./otel/index.ts";

test("a hub tells its logger and its observer what became of a post, and not what it said", async () => {
  const lines: string[] = [];
  const exporter = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const press = fakeAdapter();
  const wards = fakeAdapter();
  wards.always("publish", new PlatformError("SECRET-BODY"));
  const logger = pino({ level: "debug" }, { write: (line: string) => lines.push(line) });
  await using care = createCarecast({ channels: { press, wards }, ledger: memoryLedger(), logger });
  const stop = observe(care, { tracer: tracers.getTracer("test") });
  await care.publish(
    { text: "SECRET-TEXT", contentWarning: "SECRET-WARNING" },
    { id: "walk-in", tags: ["SECRET-TAG"] },
  );
  stop();

  const events = lines.map((line) => JSON.parse(line) as { event: string; channel: string });
  const ofPress = events.filter(({ channel }) => channel === "press").map(({ event }) => event);
  expect(ofPress).toEqual(["delivery-queued", "delivery-preparing", "delivery-sending", "delivery-delivered"]);
  expect(events).toContainEqual(expect.objectContaining({ event: "delivery-rejected", channel: "wards", level: 50 }));
  const spans = exporter.getFinishedSpans();
  expect(spans.map(({ name }) => name).sort()).toEqual(["publish press", "publish wards"]);
  const told = JSON.stringify([lines, spans.map((span) => [span.name, span.attributes, span.events, span.status])]);
  expect(told).not.toContain("SECRET");
});
