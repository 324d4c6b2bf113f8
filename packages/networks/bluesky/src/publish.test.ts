import { NetworkError, type PostRef, type ReplyTarget } from "@carecast/adapter";
import { describe, expect, test } from "vitest";
import {
  cid,
  context,
  did,
  refuse,
  scriptedAdapter,
  scriptRepo,
  toPart,
  type Answer,
} from "../test/scripted-network.ts";
import { readDraft } from "./to-record.ts";

const put = "com.atproto.repo.putRecord";
const get = "com.atproto.repo.getRecord";

const toRef = (rkey: string): PostRef => ({
  id: `at://did:plc:other/app.bsky.feed.post/${rkey}`,
  data: { cid: `cid-${rkey}` },
});
const replyTo: ReplyTarget = { root: toRef("root"), parent: toRef("parent") };
const drop: Answer = () => {
  throw new NetworkError("No answer.", { outcome: "unknown" });
};

describe("publish", () => {
  test("writes the record once, and only if nothing is there", async () => {
    const repo = scriptRepo();
    const { adapter, network } = scriptedAdapter(repo.answers);
    const draft = await adapter.prepare(toPart(), context);
    const { rkey, record } = readDraft(draft);
    expect(await adapter.publish(draft, context)).toEqual({
      state: "delivered",
      id: `at://${did}/app.bsky.feed.post/${rkey}`,
      url: `https://bsky.app/profile/${did}/post/${rkey}`,
      at: "2026-08-20T10:00:00.000Z",
      data: { cid },
    });
    const json = { repo: did, collection: "app.bsky.feed.post", rkey, record, swapRecord: null };
    expect(network.requests.filter(({ name }) => name === put).map((request) => request.json)).toEqual([json]);
  });

  test("answers a post with both its parent and its root", async () => {
    const repo = scriptRepo();
    const { adapter } = scriptedAdapter(repo.answers);
    await adapter.publish(await adapter.prepare(toPart(), context), { ...context, replyTo });
    expect([...repo.records.values()]).toMatchObject([
      {
        reply: {
          root: { uri: replyTo.root.id, cid: "cid-root" },
          parent: { uri: replyTo.parent.id, cid: "cid-parent" },
        },
      },
    ]);
  });

  test.each([undefined, null, {}, { cid: 7 }, { cid: "" }, "cid"])(
    "does not answer a post without its cid: %j",
    async (data) => {
      const { adapter, network } = scriptedAdapter();
      const draft = await adapter.prepare(toPart(), context);
      const parent: PostRef = { id: replyTo.parent.id, ...(data !== undefined && { data }) };
      await expect(adapter.publish(draft, { ...context, replyTo: { ...replyTo, parent } })).rejects.toMatchObject({
        code: "invalid-post",
        path: "replyTo.parent.data.cid",
      });
      expect(network.names()).not.toContain(put);
    },
  );

  test("sends the same bytes however often, also after the draft came out of the journal", async () => {
    const repo = scriptRepo();
    const { adapter, network } = scriptedAdapter(repo.answers);
    const part = toPart({ text: "See example.org #flood 👨‍👩‍👧‍👦", language: "pt-BR" });
    const draft = await adapter.prepare(part, context);
    await adapter.publish(draft, { ...context, replyTo });
    const again = scriptedAdapter(repo.answers);
    await again.adapter.publish(JSON.parse(JSON.stringify(draft)) as typeof draft, { ...context, replyTo });
    const bodyOf = ({ requests }: typeof network): unknown => requests.find(({ name }) => name === put)?.body;
    expect(bodyOf(again.network)).toBe(bodyOf(network));
    expect(repo.records.size).toBe(1);
  });

  test("never repeats the request by itself", async () => {
    const { adapter, network } = scriptedAdapter({ [put]: drop });
    const draft = await adapter.prepare(toPart(), context);
    await expect(adapter.publish(draft, context)).rejects.toMatchObject({ code: "network", outcome: "unknown" });
    expect(network.names().filter((name) => name === put)).toHaveLength(1);
  });

  test("believes no answer that names another post", async () => {
    const { adapter } = scriptedAdapter({
      [put]: () => ({ json: { uri: `at://${did}/app.bsky.feed.post/other`, cid } }),
    });
    const draft = await adapter.prepare(toPart(), context);
    await expect(adapter.publish(draft, context)).rejects.toMatchObject({ code: "bad-response", outcome: "unknown" });
  });
});

describe("a key that is taken", () => {
  const swap = refuse(400, "InvalidSwap");

  test("by the same record means that the post is there", async () => {
    const repo = scriptRepo();
    const { adapter } = scriptedAdapter({ ...repo.answers, [put]: swap });
    const draft = await adapter.prepare(toPart({ text: "See example.org" }), context);
    const { rkey, record } = readDraft(draft);
    // As a server may write it: the keys in another order.
    repo.records.set(rkey, Object.fromEntries(Object.entries(record).reverse()));
    expect(await adapter.publish(draft, context)).toMatchObject({ state: "delivered", data: { cid } });
  });

  test("by another record is a refusal, and nothing was sent", async () => {
    const repo = scriptRepo();
    const { adapter } = scriptedAdapter(repo.answers);
    const draft = await adapter.prepare(toPart(), context);
    repo.records.set(readDraft(draft).rkey, { text: "somebody else's" });
    await expect(adapter.publish(draft, context)).rejects.toMatchObject({
      code: "platform",
      platformCode: "InvalidSwap",
      outcome: "not-sent",
      retryable: false,
    });
    expect([...repo.records.values()]).toEqual([{ text: "somebody else's" }]);
  });

  test("and cannot be read leaves the outcome unknown", async () => {
    const { adapter } = scriptedAdapter({ [put]: swap, [get]: refuse(429, "RateLimitExceeded") });
    const draft = await adapter.prepare(toPart(), context);
    await expect(adapter.publish(draft, context)).rejects.toMatchObject({
      code: "platform",
      outcome: "unknown",
      retryable: true,
    });
  });

  test("and is free again can be tried again", async () => {
    const { adapter } = scriptedAdapter({ [put]: swap, [get]: refuse(400, "RecordNotFound") });
    const draft = await adapter.prepare(toPart(), context);
    await expect(adapter.publish(draft, context)).rejects.toMatchObject({
      code: "platform",
      outcome: "not-sent",
      retryable: true,
    });
  });

  test("an abort while it is read is the caller's own reason", async () => {
    const controller = new AbortController();
    const { adapter } = scriptedAdapter({
      [put]: swap,
      [get]: () => {
        controller.abort("gone");
        throw controller.signal.reason as Error;
      },
    });
    const draft = await adapter.prepare(toPart(), context);
    await expect(adapter.publish(draft, { ...context, signal: controller.signal })).rejects.toBe("gone");
  });
});

describe("find", () => {
  test("sees the post, also one that answers another", async () => {
    const repo = scriptRepo();
    const { adapter } = scriptedAdapter(repo.answers);
    const draft = await adapter.prepare(toPart(), context);
    const { id } = await adapter.publish(draft, { ...context, replyTo });
    expect(await adapter.find!(draft, { ...context, replyTo })).toMatchObject({
      found: true,
      receipt: { id, data: { cid } },
    });
  });

  test("is certain that a post is not there", async () => {
    const { adapter } = scriptedAdapter(scriptRepo().answers);
    expect(await adapter.find!(await adapter.prepare(toPart(), context), context)).toEqual({
      found: false,
      certain: true,
    });
  });

  test("does not take another record for ours", async () => {
    const repo = scriptRepo();
    const { adapter } = scriptedAdapter(repo.answers);
    const draft = await adapter.prepare(toPart(), context);
    repo.records.set(readDraft(draft).rkey, { ...readDraft(draft).record, text: "changed" });
    expect(await adapter.find!(draft, context)).toEqual({ found: false, certain: true });
  });

  test("is certain of nothing when it is refused for another reason", async () => {
    const { adapter } = scriptedAdapter({ [get]: refuse(400, "InvalidRequest") });
    const draft = await adapter.prepare(toPart(), context);
    await expect(adapter.find!(draft, context)).rejects.toMatchObject({ code: "platform" });
  });
});

describe("retract", () => {
  test("deletes the record, and a second time as well", async () => {
    const repo = scriptRepo();
    const { adapter } = scriptedAdapter(repo.answers);
    const receipt = await adapter.publish(await adapter.prepare(toPart(), context), context);
    await adapter.retract!(receipt, context);
    await adapter.retract!(receipt, context);
    expect(repo.records.size).toBe(0);
  });

  test.each([
    "at://did:plc:other/app.bsky.feed.post/3k",
    `at://${did}/app.bsky.feed.like/3k`,
    `at://${did}/app.bsky.feed.post/`,
    "3k",
  ])("refuses what is no post of the account: %s", async (id) => {
    const { adapter, network } = scriptedAdapter();
    await expect(adapter.retract!({ id }, context)).rejects.toMatchObject({ code: "invalid-post", path: "ref.id" });
    expect(network.names()).not.toContain("com.atproto.repo.deleteRecord");
  });
});
