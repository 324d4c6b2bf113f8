import { systemClock, type Part, type PublishContext } from "@carecast/adapter";
import { expect, test } from "vitest";
import { mastodon } from "./index.ts";

const baseUrl = process.env["CARECAST_LIVE_MASTODON_URL"];
const accessToken = process.env["CARECAST_LIVE_MASTODON_TOKEN"];
const isReady = baseUrl !== undefined && accessToken !== undefined;
const notice = isReady ? "" : " [set CARECAST_LIVE_MASTODON_URL and CARECAST_LIVE_MASTODON_TOKEN to run it]";

/** Posts to the followers of a real account, so use one for tests; everything is removed at the end. */
test.skipIf(!isReady)(
  `a real instance takes, shows, changes and removes a post${notice}`,
  { timeout: 120_000 },
  async () => {
    const adapter = mastodon({ baseUrl: baseUrl ?? "", accessToken: accessToken ?? "" });
    const context: PublishContext = {
      clock: systemClock,
      lane: "routine",
      key: `carecast-live-${crypto.randomUUID()}`,
    };
    const text = `Carecast live test ${context.key}: é 👩🏽‍⚕️ https://example.org/${"a".repeat(40)}`;
    const part: Part = { text, audience: "followers", media: [], language: "en", contentWarning: "Test" };

    expect(await adapter.check?.(context)).toMatchObject({ ready: true });
    const capabilities = await adapter.discover?.(context);
    expect(capabilities?.text.limits[0]?.max).toBeGreaterThanOrEqual(500);

    const draft = await adapter.prepare(part, context);
    expect(await adapter.find?.(draft, context)).toEqual({ found: false, certain: true });
    const receipt = await adapter.publish(draft, context);
    try {
      expect(await adapter.publish(draft, context)).toEqual(receipt);
      expect(await adapter.find?.(draft, context)).toMatchObject({ found: true, receipt: { id: receipt.id } });
      const better = await adapter.prepare({ ...part, text: "Carecast live test, changed" }, context);
      expect(await adapter.revise?.(receipt, better, context)).toMatchObject({ id: receipt.id });
    } finally {
      await adapter.retract?.(receipt, context);
    }
    await adapter.retract?.(receipt, context);
    expect(await adapter.find?.(draft, context)).toMatchObject({ found: false });
  },
);
