import { describe, expect, it } from "vitest";
import { WebSocket as Socket } from "ws";
import { openMastodon, type OpenMastodon } from "../testing/open-mastodon.ts";

const path = "/api/v1/streaming";

/** An open event stream; `until` reads on until the text has it. */
async function openEvents(
  mastodon: OpenMastodon,
  channel: string,
): Promise<{ until(text: string): Promise<string>; rest(): Promise<string> }> {
  const headers = { authorization: `Bearer ${mastodon.server.accessToken}` };
  const response = await fetch(`${mastodon.server.baseUrl}${path}/${channel}`, { headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = "";
  const more = async (): Promise<boolean> => {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) return false;
    seen += chunk.value;
    return true;
  };
  return {
    async until(text) {
      while (!seen.includes(text)) if (!(await more())) throw new Error("the stream ended");
      return seen;
    },
    async rest() {
      while (await more());
      return seen;
    },
  };
}

/** An open WebSocket and everything that came through it. */
async function openSocket(
  mastodon: OpenMastodon,
  query = "",
): Promise<{ socket: Socket; frames: string[]; frame(count: number): Promise<unknown> }> {
  const headers = { authorization: `Bearer ${mastodon.server.accessToken}` };
  const socket = new Socket(`${mastodon.server.baseUrl.replace("http", "ws")}${path}${query}`, { headers });
  const frames: string[] = [];
  socket.on("message", (data) => frames.push((data as Buffer).toString("utf8")));
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return {
    socket,
    frames,
    async frame(count) {
      await expect.poll(() => frames.length).toBeGreaterThanOrEqual(count);
      return JSON.parse(frames[count - 1] ?? "") as unknown;
    },
  };
}

describe("events over HTTP", () => {
  it.each([
    ["without a token", "user", undefined, 401, "Missing access token"],
    ["with a wrong token", "user", "wrong", 401, "Invalid access token"],
    ["of a hashtag without a tag", "hashtag", "right", 400, "Missing tag name parameter"],
  ])("are refused %s", async (_, channel, token, status, error) => {
    await using mastodon = await openMastodon();
    const right = token === "right" ? mastodon.server.accessToken : token;
    const answer = await mastodon.call("GET", `${path}/${channel}`, { token: right });
    expect([answer.status, answer.json()]).toEqual([status, { error }]);
  });

  it("need the scope of their channel", async () => {
    await using mastodon = await openMastodon();
    const token = mastodon.server.issueToken({ scopes: ["read:statuses"] });
    const answer = await mastodon.call("GET", `${path}/user/notification`, { token });
    expect([answer.status, answer.json()]).toEqual([401, { error: "Access token does not have the required scopes" }]);
  });

  it("say that the service is well", async () => {
    await using mastodon = await openMastodon();
    expect((await mastodon.call("GET", `${path}/health`, { token: undefined })).text).toBe("OK");
  });

  it("come in the real framing, to the right channels", async () => {
    await using mastodon = await openMastodon();
    const { others } = mastodon.server;
    const user = await openEvents(mastodon, "user");
    const flood = await openEvents(mastodon, "hashtag?tag=Flood");
    await expect.poll(() => mastodon.server.streams.open).toBe(2);
    const mention = others.mention("hello");
    const post = others.post("#flood");
    others.remove(post.id);
    const unlisted = (await mastodon.post({ status: "#flood", visibility: "unlisted" })).json<{ id: string }>();
    const own = (await mastodon.post({ status: "Heat" })).json<{ id: string }>();
    const seen = await user.until(own.id);
    expect(seen).toMatch(/^:\)\nevent: notification\ndata: \{"id":"\d+","type":"mention"/);
    expect(seen).toContain(mention.id);
    expect(seen).not.toContain(post.id);
    const floodSeen = await flood.until("event: delete");
    expect(floodSeen).toContain(`event: update\ndata: {"id":"${post.id}"`);
    expect(floodSeen).toMatch(new RegExp(`event: delete\ndata: ${post.id}\n\n$`));
    expect(floodSeen).not.toContain(mention.id);
    expect(seen).toContain(unlisted.id);
    others.post("#flood last");
    expect(await flood.until("#<span>flood</span></a> last")).not.toContain(unlisted.id);
  });

  it("end when the token is revoked", async () => {
    await using mastodon = await openMastodon();
    const user = await openEvents(mastodon, "user");
    await expect.poll(() => mastodon.server.streams.open).toBe(1);
    mastodon.server.revokeToken(mastodon.server.accessToken);
    await expect(user.rest()).rejects.toThrow();
    expect(mastodon.server.streams.open).toBe(0);
  });
});

describe("events over a WebSocket", () => {
  it("are refused at the door without a right token", async () => {
    await using mastodon = await openMastodon();
    const socket = new Socket(`${mastodon.server.baseUrl.replace("http", "ws")}${path}?access_token=wrong`);
    await expect(new Promise((_, reject) => socket.once("error", reject))).rejects.toThrow("401");
  });

  it("start with the address, and follow what the client asks for", async () => {
    await using mastodon = await openMastodon();
    const { server } = mastodon;
    const { socket, frame, frames } = await openSocket(mastodon, "?stream=user");
    await expect.poll(() => server.streams.open).toBe(1);
    socket.send(JSON.stringify({ type: "subscribe", stream: "hashtag", tag: "Flood" }));
    await expect.poll(() => server.streams.open).toBe(2);
    const mention = server.others.mention("hello");
    const post = server.others.post("#flood");
    expect(await frame(1)).toMatchObject({
      stream: ["user"],
      event: "notification",
      payload: expect.stringContaining(mention.id) as string,
    });
    expect(await frame(2)).toMatchObject({
      stream: ["hashtag", "Flood"],
      event: "update",
      payload: expect.stringContaining(post.id) as string,
    });
    socket.send(JSON.stringify({ type: "unsubscribe", stream: "hashtag", tag: "flood" }));
    await expect.poll(() => server.streams.open).toBe(1);
    server.others.post("#flood again");
    server.others.remove(mention.id);
    expect(await frame(3)).toEqual({ stream: ["user"], event: "delete", payload: mention.id });
    expect(frames).toHaveLength(3);
  });

  it("answer a wish that cannot be met with an error frame", async () => {
    await using mastodon = await openMastodon();
    const { socket, frame } = await openSocket(mastodon);
    socket.send("not json");
    socket.send(JSON.stringify({ type: "subscribe", stream: "weather" }));
    expect(await frame(1)).toEqual({ error: "Unknown stream type", status: 400 });
    socket.send(JSON.stringify({ type: "subscribe", stream: "hashtag" }));
    expect(await frame(2)).toEqual({ error: "Missing tag name parameter", status: 400 });
  });

  it("are forgotten when the client leaves", async () => {
    await using mastodon = await openMastodon();
    const { socket } = await openSocket(mastodon, "?stream=user");
    await expect.poll(() => mastodon.server.streams.open).toBe(1);
    socket.close();
    await expect.poll(() => mastodon.server.streams.open).toBe(0);
  });
});
