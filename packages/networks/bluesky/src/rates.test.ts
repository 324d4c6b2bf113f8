import type { Adapter, CallContext, Draft, Part, RateState } from "@carecast/adapter";
import { describe, expect, test } from "vitest";
import { cid, context, did, nowMs, scriptedAdapter, type Answer } from "../test/scripted-network.ts";

const part: Part = { text: "The ward is open.", audience: "public", media: [] };
const image = { kind: "image", mimeType: "image/png", blob: new Blob(["bytes"]), alt: "A door." } as const;
const headers = {
  "ratelimit-limit": "3000",
  "ratelimit-remaining": "2990",
  "ratelimit-reset": String(nowMs / 1000 + 300),
  "ratelimit-policy": "3000;w=300",
};
const blob = { $type: "blob", ref: { $link: cid }, mimeType: "image/png", size: 5 };
const view = { did, handle: "clinic.example.org" };

/** What the adapter tells during one call. */
async function hear(
  call: (
    adapter: Adapter,
    draft: Draft,
    context: CallContext & { readonly key: string },
  ) => Promise<unknown> | undefined,
  refusal?: ReturnType<Answer>,
): Promise<readonly RateState[]> {
  const answer =
    (json: (json: unknown) => object): Answer =>
    (request) =>
      refusal ?? { headers, json: json(request.json) };
  const { adapter, network } = scriptedAdapter({
    "com.atproto.repo.putRecord": answer((json) => {
      const { rkey } = json as { readonly rkey: string };
      return { uri: `at://${did}/app.bsky.feed.post/${rkey}`, cid };
    }),
    "com.atproto.repo.deleteRecord": answer(() => ({})),
    "com.atproto.repo.uploadBlob": answer(() => ({ blob })),
    "com.atproto.repo.getRecord": answer(() => ({ uri: "at://x", cid, value: {} })),
    "com.atproto.identity.resolveHandle": answer(() => ({ did })),
    "app.bsky.actor.getProfile": answer(() => view),
    "app.bsky.feed.getAuthorFeed": answer(() => ({ feed: [] })),
    "com.atproto.server.getSession": answer(() => view),
  });
  const draft = await adapter.prepare(part, context);
  const asked = network.requests.length;
  const told: RateState[] = [];
  await call(adapter, draft, { ...context, tellRate: (rate) => void told.push(rate) })?.catch(() => undefined);
  expect(network.requests.length).toBeGreaterThan(asked);
  return told;
}

describe("tellRate", () => {
  test.each<[name: string, call: Parameters<typeof hear>[0], told: readonly RateState["of"][]]>([
    ["publish", (adapter, draft, context) => adapter.publish(draft, context), ["posts"]],
    [
      "retract",
      (adapter, _draft, context) => adapter.retract?.({ id: `at://${did}/app.bsky.feed.post/1` }, context),
      ["posts"],
    ],
    ["an upload", (adapter, _draft, context) => adapter.prepare({ ...part, media: [image] }, context), ["media"]],
    [
      "a mention",
      (adapter, _draft, context) => adapter.prepare({ ...part, text: "@ward.example.org" }, context),
      ["requests"],
    ],
    ["find", (adapter, draft, context) => adapter.find?.(draft, context), ["requests"]],
    ["profile", (adapter, _draft, context) => adapter.profile?.(undefined, context), ["requests"]],
    ["recentPosts", (adapter, _draft, context) => adapter.recentPosts?.(undefined, 1, context), ["requests"]],
    ["check", (adapter, _draft, context) => adapter.check?.(context), ["requests"]],
  ])("%s tells of its budget", async (_name, call, kinds) => {
    expect(await hear(call)).toEqual(
      kinds.map((of) => ({ of, limit: 3000, remaining: 2990, resetAt: nowMs + 300_000 })),
    );
  });

  test("a refusal tells, too", async () => {
    const refusal = { status: 429, headers: { ...headers, "ratelimit-remaining": "0" }, json: {} };
    const told = await hear((adapter, draft, context) => adapter.publish(draft, context), refusal);
    expect(told).toEqual([{ of: "posts", limit: 3000, remaining: 0, resetAt: nowMs + 300_000 }]);
  });

  test("a log-in tells nothing: its budget is small, and none of ours", async () => {
    const told: RateState[] = [];
    const { adapter, network } = scriptedAdapter({
      "com.atproto.server.createSession": () => ({ status: 429, headers: { ...headers, "ratelimit-remaining": "0" } }),
    });
    const telling = { ...context, tellRate: (rate: RateState) => void told.push(rate) };
    await expect(adapter.prepare(part, telling)).rejects.toMatchObject({ code: "rate-limited" });
    expect(network.names()).toEqual(["com.atproto.server.createSession"]);
    expect(told).toEqual([]);
  });
});
