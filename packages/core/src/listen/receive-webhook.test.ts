import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger } from "../index.ts";

describe("webhooks", () => {
  const webhook = {
    capabilities: { listening: { modes: ["webhook"], kinds: ["mention"], hashtags: false } },
    webhookSecret: "hush",
  } as const;

  test("the platform is thanked only when the event was handled", async () => {
    const fake = fakeAdapter(webhook);
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
    const items = care.listen();
    const first = items.next();
    let answered = false;
    const answer = care.receive("press", await fake.sayByWebhook({ text: "hello" })).finally(() => (answered = true));
    expect((await first).value?.text).toBe("hello");
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    void items.next().catch(() => undefined);
    expect((await answer).ok).toBe(true);
    await care.close();
  });

  test("nobody listening means: deliver again", async () => {
    const fake = fakeAdapter(webhook);
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
    expect((await care.receive("press", await fake.sayByWebhook({ text: "hello" }))).status).toBe(503);
  });

  test("a listener that is too slow means: deliver again, and the repetition is dropped once it was handled", async () => {
    const clock = manualClock();
    const fake = fakeAdapter(webhook);
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger(), clock });
    const items = care.listen();
    const first = items.next();
    const request = await fake.sayByWebhook({ text: "hello" });
    const slow = care.receive("press", request.clone());
    await first;
    await clock.advance(3000);
    expect((await slow).status).toBe(503);
    const second = items.next();
    await clock.advance(0);
    expect((await care.receive("press", request.clone())).ok).toBe(true);
    await care.close();
    expect(await second).toMatchObject({ done: true });
  });

  test("too many waiting events mean: deliver again", async () => {
    const fake = fakeAdapter(webhook);
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger(), clock: manualClock() });
    care.listen();
    const requests = await Promise.all(
      Array.from({ length: 101 }, (_, index) => fake.sayByWebhook({ text: `event ${index}` })),
    );
    const answers = requests.map((request) => care.receive("press", request));
    // Whichever came last: their signatures are checked side by side.
    expect((await Promise.race(answers)).status).toBe(503);
    await care.close();
    expect((await Promise.all(answers)).every(({ status }) => status === 503)).toBe(true);
  });

  test("a wrong signature is refused and yields nothing", async () => {
    const fake = fakeAdapter(webhook);
    const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
    const forged = new Request("https://hooks.example.org/", { method: "POST", body: "{}" });
    expect((await care.receive("press", forged)).status).toBeGreaterThanOrEqual(400);
  });

  test("a network without webhooks says so", async () => {
    const polled = fakeAdapter({
      capabilities: { listening: { modes: ["poll"], kinds: ["mention"], hashtags: false } },
    });
    const care = createCarecast({ channels: { press: polled }, ledger: memoryLedger() });
    const request = new Request("https://hooks.example.org/");
    await expect(care.receive("press", request)).rejects.toMatchObject({ code: "unsupported" });
  });
});
