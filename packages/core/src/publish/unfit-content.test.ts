import { isCarecastError } from "@carecast/adapter";
import { fakeAdapter } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { setStage } from "../../test/stage.ts";
import { createCarecast, memoryLedger, type Post } from "../index.ts";

const short = { text: "The clinic is open." };

describe("content that does not fit", () => {
  const narrow = { capabilities: { text: { limits: [{ unit: "graphemes", max: 5 }] } } } as const;

  test("is refused with the count and the limit, and nothing is sent anywhere", async () => {
    const wide = fakeAdapter();
    const small = fakeAdapter(narrow);
    const care = createCarecast({ channels: { wide, small }, ledger: memoryLedger() });
    const error: unknown = await care.publish(short).catch((thrown: unknown) => thrown);
    expect(isCarecastError(error) && error.code).toBe("invalid-post");
    expect(error).toMatchObject({
      path: "text",
      violations: [{ rule: "text-too-long", count: 19, limit: 5, channel: "small" }],
    });
    expect([...wide.calls, ...small.calls]).toEqual([]);
  });

  test("is skipped on that channel alone when the caller says so", async () => {
    const wide = fakeAdapter();
    const small = fakeAdapter(narrow);
    const care = createCarecast({ channels: { wide, small }, ledger: memoryLedger() });
    const report = await care.publish(short, { whenUnfit: "skip" });
    expect(report.deliveries.map(({ channel, state }) => [channel, state])).toEqual([
      ["wide", "delivered"],
      ["small", "skipped"],
    ]);
    expect(report.deliveries[1]?.error?.message).toContain("19");
    expect(report.ok).toBe(false);
  });

  test.each<[object, string]>([
    [{ text: "" }, "text"],
    [{ text: "a", colour: "red" }, "colour"],
    [{ text: "a", links: [{ url: "javascript:alert(1)" }] }, "links[0].url"],
    [{ text: "a", media: [{ bytes: new Uint8Array(3) }] }, "media[0].alt"],
    [{ text: "a", variants: { channels: { nobody: { text: "b" } } } }, "variants.channels.nobody"],
  ])("names the path of what is wrong: %j", async (content, path) => {
    const { care, fake } = setStage();
    await expect(care.publish(content as Post)).rejects.toMatchObject({ code: "invalid-post", path });
    expect(fake.calls).toEqual([]);
  });

  test.each([
    [{ chanels: ["press"] }, "chanels"],
    [{ id: "has space" }, "id"],
    [{ overflow: "cut" }, "overflow"],
    [{ signal: {} }, "signal"],
  ])("names the option that is wrong: %j", async (options, path) => {
    const { care, fake } = setStage();
    await expect(care.publish(short, options as object)).rejects.toMatchObject({ code: "config", path });
    expect(fake.calls).toEqual([]);
  });
});
