import { PlatformError, RateLimitedError } from "@carecast/adapter";
import type { FakeAdapterOptions } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { setStage } from "../../test/stage.ts";

describe("a thread", () => {
  const long = { text: "One two three. Four five six. Seven eight nine." };
  const narrow: FakeAdapterOptions = { capabilities: { text: { limits: [{ unit: "graphemes", max: 20 }] } } };

  test("chains each part to the one before and keeps the root", async () => {
    const { care, fake } = setStage(narrow);
    const report = await care.publish(long, { overflow: "thread" });
    expect(fake.posts.map(({ text }) => text)).toEqual(["One two three.", "Four five six.", "Seven eight nine."]);
    const [first, second, third] = fake.posts;
    expect(second?.replyTo).toMatchObject({ root: { id: first?.id }, parent: { id: first?.id } });
    expect(third?.replyTo).toMatchObject({ root: { id: first?.id }, parent: { id: second?.id } });
    expect(report.deliveries.map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
  });

  test("sends nothing when one part cannot be prepared", async () => {
    const { care, fake } = setStage(narrow);
    fake.always("prepare", ({ text }) => (text === "Four five six." ? new PlatformError("media refused") : "deliver"));
    const report = await care.publish(long, { overflow: "thread" });
    expect(fake.posts).toHaveLength(0);
    expect(report.deliveries.map(({ state }) => state)).toEqual(["cancelled", "rejected", "cancelled"]);
  });

  test("stops where a part is refused and is never called delivered", async () => {
    const { care, fake } = setStage(narrow);
    fake.always("publish", ({ text }) => (text === "Four five six." ? new PlatformError("refused") : "deliver"));
    const report = await care.publish(long, { overflow: "thread" });
    expect(report.ok).toBe(false);
    expect(report.deliveries.map(({ state }) => state)).toEqual(["delivered", "rejected", "cancelled"]);
  });

  test("goes on where it broke, and sends no part again, when it is published again under its id", async () => {
    const { care, fake, clock } = setStage({
      capabilities: { ...narrow.capabilities, repeat: { lever: "none", find: "none" } },
    });
    fake.next("publish", "deliver", new RateLimitedError("later", { retryAt: clock.now() + 3_600_000 }));
    const first = await care.publish(long, { overflow: "thread", id: "storm-1" });
    expect(first.deliveries.map(({ state }) => state)).toEqual(["delivered", "queued", "queued"]);
    await clock.advance(3_600_001);
    const again = await care.publish(long, { overflow: "thread", id: "storm-1" });
    expect(again.deliveries.map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
    expect(fake.calls.filter(({ method }) => method === "prepare")).toHaveLength(4);
    expect(fake.posts.map(({ text }) => text)).toEqual(["One two three.", "Four five six.", "Seven eight nine."]);
  });
});
