import type { Histogram } from "@opentelemetry/sdk-metrics";
import { describe, expect, test } from "vitest";

import { createEvents } from "../../events.ts";
import { setScene, start, tell, tellRetry } from "./fixtures/scene.ts";
import { observe } from "./observe.ts";

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

  test("of now are not told any longer once nobody observes", async () => {
    const scene = setScene();
    tell(scene, "unknown", 0);
    scene.events.emit("channel-paused", () => ({ at: start, channel: "press" }));
    scene.stop();
    expect(await scene.read("carecast.deliveries.unknown")).toEqual([]);
    expect(await scene.read("carecast.channel.paused")).toEqual([]);
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
