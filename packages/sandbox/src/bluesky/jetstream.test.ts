import { describe, expect, it } from "vitest";
import { WebSocket as Socket } from "ws";
import { createdAt, openBluesky, type OpenBluesky } from "../testing/open-bluesky.ts";

interface Frame {
  readonly did: string;
  readonly time_us: number;
  readonly kind: string;
  readonly commit?: {
    readonly operation: string;
    readonly collection: string;
    readonly cid?: string;
    readonly record?: { readonly text: string };
  };
}

async function openJetstream(
  bluesky: OpenBluesky,
  query = "",
): Promise<{ socket: Socket; frames(count: number): Promise<readonly Frame[]> }> {
  const socket = new Socket(bluesky.server.jetstream + query);
  const texts: string[] = [];
  socket.on("message", (data) => texts.push((data as Buffer).toString("utf8")));
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  await expect.poll(() => bluesky.server.streams.open).toBeGreaterThan(0);
  return {
    socket,
    async frames(count) {
      await expect.poll(() => texts.length).toBeGreaterThanOrEqual(count);
      return texts.map((text) => JSON.parse(text) as Frame);
    },
  };
}

const post = { text: "Heat warning", createdAt };
const operations = (frames: readonly Frame[]): readonly (string | undefined)[] =>
  frames.map(({ kind, commit }) => commit?.operation ?? kind);

describe("Jetstream", () => {
  it("tells every change, and who has come", async () => {
    await using bluesky = await openBluesky();
    const { frames } = await openJetstream(bluesky);
    await bluesky.write(post, { rkey: "3ke6kg3wk2222" });
    const made = bluesky.server.others.post("Water rising");
    bluesky.server.others.edit(made.id, "Water falling");
    bluesky.server.others.remove(made.id);
    const seen = await frames(6);
    expect(operations(seen)).toEqual(["create", "identity", "account", "create", "update", "delete"]);
    expect(seen[0]).toMatchObject({
      did: bluesky.server.did,
      commit: { rkey: "3ke6kg3wk2222", record: { text: "Heat warning" } },
    });
    expect(seen[5]?.commit).not.toHaveProperty("record");
    expect(seen.every(({ time_us }, index) => index === 0 || time_us > (seen[index - 1]?.time_us ?? 0))).toBe(true);
  });

  it("sends commits of the wanted collections and authors, and everything else regardless", async () => {
    await using bluesky = await openBluesky();
    const { frames } = await openJetstream(
      bluesky,
      `?wantedCollections=app.bsky.feed.*&wantedDids=${bluesky.server.did}`,
    );
    bluesky.server.others.post("from somebody else");
    await bluesky.write({ subject: bluesky.server.did, createdAt }, { collection: "app.bsky.graph.follow" });
    await bluesky.write(post);
    expect(operations(await frames(3))).toEqual(["identity", "account", "create"]);
  });

  it("replays from a cursor, but never more than 36 hours", async () => {
    await using bluesky = await openBluesky();
    await bluesky.write({ ...post, text: "old" });
    bluesky.clock.advance(36 * 3_600_000 + 1000);
    const between = bluesky.clock.now() * 1000;
    bluesky.server.others.post("new");
    const replayed = await (await openJetstream(bluesky, `?wantedCollections=app.bsky.feed.post&cursor=1`)).frames(3);
    expect(replayed.map(({ commit }) => commit?.record?.text)).toEqual([undefined, undefined, "new"]);
    const last = replayed[2]?.time_us ?? 0;
    expect(last).toBeGreaterThanOrEqual(between);
    const again = await (await openJetstream(bluesky, `?cursor=${String(last)}`)).frames(1);
    expect(again[0]?.time_us).toBe(last);
  });

  it("takes new wishes while it is open, and hangs up on nonsense", async () => {
    await using bluesky = await openBluesky();
    const { socket, frames } = await openJetstream(bluesky, "?wantedCollections=app.bsky.feed.like");
    await bluesky.write(post);
    socket.send(JSON.stringify({ type: "options_update", payload: { wantedCollections: ["app.bsky.feed.post"] } }));
    socket.ping();
    await new Promise((resolve) => socket.once("pong", resolve));
    await bluesky.write({ ...post, text: "after" });
    expect((await frames(1)).map(({ commit }) => commit?.record?.text)).toEqual(["after"]);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.send("nonsense");
    expect(await closed).toBe(1008);
  });

  it.each([
    "cursor=yesterday",
    "wantedDids=bob",
    "wantedCollections=%20",
    `wantedCollections=${Array(101).fill("a.b.c").join("&wantedCollections=")}`,
  ])("refuses %s", async (query) => {
    await using bluesky = await openBluesky();
    const socket = new Socket(`${bluesky.server.jetstream}?${query}`);
    await expect(new Promise((_, reject) => socket.once("error", reject))).rejects.toThrow("400");
  });
});
