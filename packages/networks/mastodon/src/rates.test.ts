import type { Adapter, CallContext, Draft, Part, RateState } from "@carecast/adapter";
import { startSandbox } from "@carecast/sandbox";
import { describe, expect, test } from "vitest";
import {
  context,
  ownAccount,
  scriptedAdapter,
  stillClock,
  toStatusJson,
  type Reply,
} from "../test/scripted-transport.ts";
import { mastodon } from "./index.ts";

const part: Part = { text: "The ward is open.", audience: "public", media: [] };
const image = { kind: "image", mimeType: "image/png", blob: new Blob(["bytes"]), alt: "A door." } as const;
const ref = { id: "1" };
const headers = {
  "x-ratelimit-limit": "300",
  "x-ratelimit-remaining": "297",
  "x-ratelimit-reset": "2026-08-20T10:05:00.123456Z",
};
const resetAt = Date.UTC(2026, 7, 20, 10, 5, 0, 123);

function answer(path: string, method: string): object {
  if (path === "/api/v2/media") return { id: "5", url: null };
  if (path.startsWith("/api/v1/media/")) return { id: "5", url: "u" };
  if (path.startsWith("/api/v1/accounts/")) return path.endsWith("statuses") ? [] : ownAccount;
  return method === "GET" ? {} : toStatusJson();
}

/** What the adapter tells during one call. */
async function hear(
  call: (
    adapter: Adapter,
    draft: Draft,
    context: CallContext & { readonly key: string },
  ) => Promise<unknown> | undefined,
  reply: Reply = {},
): Promise<readonly RateState[]> {
  const { adapter } = scriptedAdapter(({ path, method }) => ({ json: answer(path, method), headers, ...reply }));
  const draft = await adapter.prepare(part, context);
  const told: RateState[] = [];
  await call(adapter, draft, { ...context, tellRate: (rate) => void told.push(rate) })?.catch(() => undefined);
  return told;
}

describe("tellRate", () => {
  test.each<[name: string, call: Parameters<typeof hear>[0], told: readonly RateState["of"][]]>([
    ["publish", (adapter, draft, context) => adapter.publish(draft, context), ["posts"]],
    ["revise", (adapter, draft, context) => adapter.revise?.(ref, draft, context), ["posts"]],
    [
      "an upload and its poll",
      (adapter, _draft, context) => adapter.prepare({ ...part, media: [image] }, context),
      ["media", "requests"],
    ],
    ["find", (adapter, draft, context) => adapter.find?.(draft, context), ["requests"]],
    ["profile", (adapter, _draft, context) => adapter.profile?.(undefined, context), ["requests"]],
    ["profile of another", (adapter, _draft, context) => adapter.profile?.("a@b.example", context), ["requests"]],
    ["check", (adapter, _draft, context) => adapter.check?.(context), ["requests", "requests"]],
  ])("%s tells of its budget", async (_name, call, kinds) => {
    expect(await hear(call)).toEqual(kinds.map((of) => ({ of, limit: 300, remaining: 297, resetAt })));
  });

  test.each<[name: string, call: Parameters<typeof hear>[0]]>([
    ["a removal, which has a small budget of its own", (adapter, _draft, context) => adapter.retract?.(ref, context)],
    ["limits, which may come from a cache", (adapter, _draft, context) => adapter.discover?.(context)],
  ])("nothing is told by %s", async (_name, call) => {
    expect(await hear(call)).toEqual([]);
  });

  test("a refusal tells, too", async () => {
    const told = await hear((adapter, draft, context) => adapter.publish(draft, context), {
      status: 429,
      headers: { ...headers, "x-ratelimit-remaining": "0" },
    });
    expect(told).toEqual([{ of: "posts", limit: 300, remaining: 0, resetAt }]);
  });

  test("a server with a budget is told of as it is, until it refuses", async () => {
    const minuteMs = 60_000;
    await using sandbox = await startSandbox({
      bluesky: 0,
      mastodon: [{ rateLimit: { requests: 3, perMs: 5 * minuteMs }, clock: stillClock }],
    });
    const adapter = mastodon({ baseUrl: sandbox.mastodon.baseUrl, accessToken: sandbox.mastodon.accessToken });
    const told: RateState[] = [];
    const telling = { ...context, tellRate: (rate: RateState) => void told.push(rate) };
    for (const key of ["a", "b", "c", "d"]) {
      const draft = await adapter.prepare({ ...part, text: key }, telling);
      await adapter.publish(draft, { ...telling, key }).catch(() => undefined);
    }
    expect(told.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0]);
    expect(told[0]).toEqual({ of: "posts", limit: 3, remaining: 2, resetAt: Date.UTC(2026, 7, 20, 10, 5) });
    expect(sandbox.mastodon.posts()).toHaveLength(3);
  });
});
