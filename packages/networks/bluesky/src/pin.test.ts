import { describe, expect, test } from "vitest";
import { openProfile } from "../test/open-profile.ts";
import { tellPinStory } from "../test/pin-story.ts";
import { cid, context, did, refuse, scriptedAdapter, type Answer } from "../test/scripted-network.ts";
import { overHttp } from "../test/wire.ts";

const get = "com.atproto.repo.getRecord";
const put = "com.atproto.repo.putRecord";
const uri = `at://${did}/app.bsky.feed.post/3ke6kg3wk2222`;
const ref = { id: uri, data: { cid } };

/** A repository in which the post is, and the profile of `answer`. */
const repoWith =
  (answer: Answer): Answer =>
  (request, times) =>
    request.query.get("collection") === "app.bsky.feed.post"
      ? { json: { uri, cid, value: {} } }
      : answer(request, times);
const profileOf = (value: unknown): Answer => repoWith(() => ({ json: { uri: "at://profile", cid: "cid-1", value } }));

test("the profile keeps everything else, in the sandbox", async () => {
  const { server, create } = await overHttp();
  await tellPinStory(create, await openProfile(server.service, server.identifier, server.password));
});

describe("pin", () => {
  test("writes over the version that it has read", async () => {
    const { adapter, network } = scriptedAdapter({
      [get]: profileOf({ displayName: "Clinic" }),
      [put]: () => ({ json: { uri: "at://profile", cid: "cid-2" } }),
    });
    await adapter.pin?.(ref, context);
    expect(network.requests.at(-1)?.json).toEqual({
      repo: did,
      collection: "app.bsky.actor.profile",
      rkey: "self",
      record: { displayName: "Clinic", pinnedPost: { uri, cid } },
      swapRecord: "cid-1",
    });
  });

  test("makes a profile only if there is still none", async () => {
    const { adapter, network } = scriptedAdapter({
      [get]: repoWith(refuse(400, "RecordNotFound")),
      [put]: () => ({ json: { uri: "at://profile", cid: "cid-2" } }),
    });
    await adapter.pin?.(ref, context);
    expect(network.requests.at(-1)?.json).toMatchObject({ swapRecord: null, record: { pinnedPost: { uri, cid } } });
  });

  test("writes nothing when the post is pinned already", async () => {
    const { adapter, network } = scriptedAdapter({ [get]: profileOf({ pinnedPost: { uri, cid } }) });
    await adapter.pin?.(ref, context);
    expect(network.names()).not.toContain(put);
  });

  test.each([["text"], [null], [[1]]])("does not write over a profile that it cannot read: %j", async (value) => {
    const { adapter, network } = scriptedAdapter({ [get]: profileOf(value) });
    await expect(adapter.pin?.(ref, context)).rejects.toMatchObject({ code: "bad-response" });
    expect(network.names()).not.toContain(put);
  });

  test.each([
    [400, "InvalidRequest"],
    [502, "UpstreamFailure"],
  ])("does not take a failure to read for a missing profile: %i %s", async (status, error) => {
    const { adapter, network } = scriptedAdapter({ [get]: repoWith(refuse(status, error)) });
    await expect(adapter.pin?.(ref, context)).rejects.toMatchObject({ code: "platform", status });
    expect(network.names()).not.toContain(put);
  });

  test("gives up when the profile changes under every write", async () => {
    const { adapter, network } = scriptedAdapter({ [get]: profileOf({}), [put]: refuse(400, "InvalidSwap") });
    await expect(adapter.pin?.(ref, context)).rejects.toMatchObject({ platformCode: "InvalidSwap" });
    expect(network.names().filter((name) => name === put)).toHaveLength(5);
  });

  test("reads again after a lost write only where the server refuses it", async () => {
    const { adapter, network } = scriptedAdapter({ [get]: profileOf({}), [put]: refuse(400, "InvalidRequest") });
    await expect(adapter.pin?.(ref, context)).rejects.toMatchObject({ platformCode: "InvalidRequest" });
    expect(network.names().filter((name) => name === put)).toHaveLength(1);
  });
});

test.each(["pin", "unpin"] as const)("%s refuses other people's posts before it reads anything", async (act) => {
  const { adapter, network } = scriptedAdapter();
  const theirs = { id: "at://did:plc:other/app.bsky.feed.post/3ke6kg3wk2222", data: { cid } };
  await expect(adapter[act]?.(theirs, context)).rejects.toMatchObject({ code: "invalid-post", path: "ref.id" });
  expect(network.names()).not.toContain(get);
});
