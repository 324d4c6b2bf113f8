import { systemClock, type Part, type PublishContext } from "@carecast/adapter";
import { expect, test } from "vitest";
import { bluesky } from "./index.ts";

const identifier = process.env["CARECAST_LIVE_BLUESKY_IDENTIFIER"];
const password = process.env["CARECAST_LIVE_BLUESKY_PASSWORD"];
const service = process.env["CARECAST_LIVE_BLUESKY_SERVICE"];
const isReady = identifier !== undefined && password !== undefined;
const notice = isReady
  ? ""
  : " [set CARECAST_LIVE_BLUESKY_IDENTIFIER and CARECAST_LIVE_BLUESKY_PASSWORD to run it; CARECAST_LIVE_BLUESKY_SERVICE for a server of your own]";

/** Posts publicly from a real account for a few seconds, so use one for tests; everything is removed at the end. */
test.skipIf(!isReady)(`a real account takes, finds and removes a post${notice}`, { timeout: 120_000 }, async () => {
  const adapter = bluesky({ identifier: identifier ?? "", password: password ?? "", ...(service && { service }) });
  const context: PublishContext = { clock: systemClock, lane: "routine", key: `carecast-live-${crypto.randomUUID()}` };
  const part: Part = {
    text: `Carecast live test ${context.key}: é 👩🏽‍⚕️ https://example.org/${"a".repeat(40)} #carecast`,
    audience: "public",
    media: [],
    language: "en",
  };
  try {
    expect(await adapter.check?.(context)).toMatchObject({ ready: true });
    const draft = await adapter.prepare(part, context);
    expect(await adapter.find?.(draft, context)).toEqual({ found: false, certain: true });
    const receipt = await adapter.publish(draft, context);
    try {
      expect(await adapter.publish(draft, context)).toMatchObject({ id: receipt.id, data: receipt.data });
      expect(await adapter.find?.(draft, context)).toMatchObject({ found: true, receipt: { id: receipt.id } });
    } finally {
      await adapter.retract?.(receipt, context);
    }
    await adapter.retract?.(receipt, context);
    expect(await adapter.find?.(draft, context)).toEqual({ found: false, certain: true });
  } finally {
    await adapter.close?.();
  }
});
