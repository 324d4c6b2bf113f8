import { createCarecast, memoryLedger, type Carecast } from "@carecast/core";
import { startSandbox, type PlainServer, type Sandbox } from "@carecast/sandbox";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { plain } from "./plain/plain-adapter.ts";

// An alert while thousands of routine posts wait on channels whose budgets are small.

const channelCount = 10;
const waiting = 5000;
const by = { by: "duty officer", reason: "flood" };

let sandbox: Sandbox;
let care: Carecast;
beforeEach(async () => {
  const accounts = Array.from({ length: channelCount }, (_, index) => `clinic-${index}`);
  const rateLimit = { requests: 20, perMs: 60_000 };
  sandbox = await startSandbox({ mastodon: 0, bluesky: 0, plain: [{ lever: "none", accounts, rateLimit }] });
  const { baseUrl } = sandbox.plain;
  const channels = sandbox.plain.accounts.map(
    ({ name, token }) => [name, plain({ baseUrl, token, lever: "none" })] as const,
  );
  care = createCarecast({
    channels: Object.fromEntries(channels),
    ledger: memoryLedger(),
    work: { pollMs: 20 },
    // What a budget holds back for a minute is left in the ledger at once.
    retry: { maxWaitMs: 50 },
  });
});
afterEach(async () => {
  await care.close();
  await sandbox.close();
});

/** Routine posts that all wait in the ledger, begun until the routine share of every budget is used up. */
async function fillLanes(): Promise<void> {
  const { hold } = await care.hold({ scope: "everything", ...by });
  for (let number = 0; number < waiting / channelCount; number += 1)
    await care.publish({ text: `Routine ${number}.` }, { tags: ["routine"] });
  await care.release(hold.id, by);
}

const texts = (server: PlainServer): readonly string[] => server.posts().map(({ text }) => text);

describe("an emergency", () => {
  test("goes out on every channel from the reserve while 5,000 routine posts wait", async () => {
    await fillLanes();
    await care.start();
    const before = texts(sandbox.plain).length;
    expect(before).toBeLessThanOrEqual(16 * channelCount);
    const report = await care.publish({ text: "Leave the valley.", priority: "emergency" });
    expect(report.ok).toBe(true);
    const after = texts(sandbox.plain).slice(before);
    const alerts = after.filter((text) => text === "Leave the valley.");
    expect(alerts).toHaveLength(channelCount);
    // At most what was on its way already: one routine post a channel.
    const last = after.lastIndexOf("Leave the valley.");
    expect(after.slice(0, last).filter((text) => text.startsWith("Routine")).length).toBeLessThanOrEqual(channelCount);
    expect(await care.deliveries({ state: "queued" })).toHaveLength(
      waiting - (texts(sandbox.plain).length - channelCount),
    );
  }, 60_000);

  test("no routine post of a held scope leaves after the hold", async () => {
    await fillLanes();
    const starting = care.start();
    const { deliveries } = await care.hold({ scope: { tags: ["routine"] }, ...by });
    const requested = sandbox.plain.requests.count();
    await care.publish({ text: "Leave the valley.", priority: "emergency" });
    await starting;
    const sent = texts(sandbox.plain).filter((text) => text.startsWith("Routine")).length;
    expect(deliveries).toBeGreaterThan(waiting - 16 * channelCount - channelCount);
    expect(await care.deliveries({ state: "held" })).toHaveLength(waiting - sent);
    // What left after the hold was the alert; a request that was under way at that moment is one a channel at most.
    expect(sandbox.plain.requests.count() - requested).toBeLessThanOrEqual(2 * channelCount);
  }, 60_000);
});
