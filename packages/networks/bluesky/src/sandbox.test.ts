import { describe, expect, test } from "vitest";
import { contextOf, image, listen, mp4, overHttp, partOf, publish, throughMsw, video } from "../test/wire.ts";

describe.each([
  ["undici over HTTP", overHttp],
  ["ky through msw", throughMsw],
])("the sandbox, with %s", (_name, open) => {
  test("publishes a thread with pictures, mentions and language, and takes it back", async () => {
    const { server, create } = await open();
    const { did } = server.addAccount({ handle: "redaid.example.org" });
    const adapter = create();
    const media = [
      { ...image, alt: "A flooded door." },
      { ...image, alt: "" },
    ];
    const text = "@redaid.example.org and @nobody.example.org: 🌊 https://example.org/flood #flood";
    const root = await publish(adapter, partOf({ text, media, language: "pt-BR" }));
    const reply = await publish(adapter, partOf(), contextOf({ replyTo: { root, parent: root } }));
    const last = await publish(adapter, partOf(), contextOf({ replyTo: { root, parent: reply } }));
    const [first, , third] = server.posts();
    expect(first).toMatchObject({
      uri: root.id,
      text,
      record: {
        langs: ["pt-BR", "pt"],
        facets: [
          { index: { byteStart: 0, byteEnd: 19 }, features: [{ did }] },
          { index: { byteStart: 50, byteEnd: 75 }, features: [{ uri: "https://example.org/flood" }] },
          { index: { byteStart: 76, byteEnd: 82 }, features: [{ tag: "flood" }] },
        ],
        embed: { images: [{ alt: "A flooded door.", aspectRatio: { width: 1, height: 1 } }, { alt: "" }] },
      },
    });
    expect(third?.record).toMatchObject({ reply: { root: { uri: root.id }, parent: { uri: reply.id } } });
    for (const ref of [last, reply, reply]) await adapter.retract?.(ref, contextOf());
    expect(server.posts().map(({ uri }) => uri)).toEqual([root.id]);
  });

  test("publishes a video by way of a video service, twice the same as well", async () => {
    const { server, create } = await open();
    const adapter = create({ videoService: server.baseUrl });
    for (let time = 0; time < 2; time += 1) await publish(adapter, partOf({ media: [video] }));
    expect(server.posts().map(({ record }) => record)).toMatchObject([
      { embed: { $type: "app.bsky.embed.video", alt: "A film." } },
      { embed: { $type: "app.bsky.embed.video", alt: "A film." } },
    ]);
    server.faults.order({ kind: "media-failure" });
    const other = { ...video, blob: new Blob([mp4, new Uint8Array(8)]) };
    await expect(adapter.prepare(partOf({ media: [other] }), contextOf())).rejects.toMatchObject({
      code: "invalid-post",
      path: "media[0]",
    });
  });

  test("settles a lost answer with its key and by looking, and doubles nothing", async () => {
    const { server, create } = await open();
    const context = contextOf();
    const draft = await create().prepare(
      partOf({ text: "See example.org 👨‍👩‍👧‍👦 #flood", media: [{ ...image, alt: "é" }] }),
      context,
    );
    expect(await create().find?.(draft, context)).toEqual({ found: false, certain: true });
    server.faults.order({ kind: "accept-then-drop" });
    await expect(create().publish(draft, context)).rejects.toMatchObject({ code: "network", outcome: "unknown" });
    const found = await create().find?.(draft, context);
    const repeated = await create().publish(draft, context);
    expect(found).toMatchObject({ found: true, receipt: { id: repeated.id, data: repeated.data } });
    expect(server.posts()).toHaveLength(1);
  });

  test("tells account, figures and newest posts", async () => {
    const { server, create } = await open();
    const adapter = create();
    const receipt = await publish(adapter, partOf());
    await publish(adapter, partOf(), contextOf({ replyTo: { root: receipt, parent: receipt } }));
    server.others.like(receipt.id);
    const context = contextOf();
    expect(await adapter.profile?.(undefined, context)).toMatchObject({
      id: server.did,
      handle: server.identifier,
      posts: 2,
    });
    expect(await adapter.profile?.(`@${server.identifier}`, context)).toMatchObject({ id: server.did });
    expect(await adapter.recentPosts?.(server.identifier, 5, context)).toMatchObject([
      { ref: { id: receipt.id, data: receipt.data }, text: "The river is high.", replies: 1, reposts: 0, likes: 1 },
    ]);
    expect(await adapter.check?.(context)).toMatchObject({
      ready: true,
      account: { handle: server.identifier },
      problems: [],
    });
    expect(await create({ password: "wrong" }).check?.(context)).toMatchObject({
      ready: false,
      problems: [{ level: "stop" }],
    });
  });

  test("hears answers, mentions, quotes and hashtags, and none of its own", async () => {
    const { server, create } = await open();
    const adapter = create();
    const post = await publish(adapter, partOf());
    const { next, connected } = listen(adapter, { hashtags: ["#Flood"] });
    const heard = next();
    await connected("notifications", "search");
    await publish(adapter, partOf({ text: "Our own #flood" }));
    const mention = server.others.mention("Is it over?\nOr not?", { from: "robin" });
    expect(await heard).toMatchObject({
      eventId: mention.id,
      feedback: {
        kind: "mention",
        text: expect.stringContaining("Is it over?\nOr not?") as string,
        author: { handle: "robin.elsewhere.example.org" },
      },
    });
    const reply = server.others.reply(post.id, "Thanks #flood");
    expect((await next()).feedback).toMatchObject({
      kind: "reply",
      inReplyTo: { id: post.id },
      root: { id: post.id },
      ref: { id: reply.id },
    });
    const tagged = server.others.post("Water in #Flood street https://example.org/water");
    expect((await next()).feedback).toMatchObject({
      kind: "post",
      hashtags: ["Flood"],
      links: ["https://example.org/water"],
      ref: { id: tagged.id },
    });
  });

  test("goes on at its cursor after a restart, however much has come meanwhile", async () => {
    const { server, create } = await open();
    const first = listen(create(), {});
    const heard = first.next();
    await first.connected("notifications");
    server.others.mention("0");
    const { cursor } = await heard;
    first.abort("restart");
    const said = Array.from({ length: 230 }, (_, index) => server.others.mention(String(index + 1)).id);
    const { next } = listen(create(), { cursor: cursor! });
    const ids: string[] = [];
    while (ids.length < said.length) ids.push((await next()).eventId);
    expect(ids).toEqual(said);
  });

  test("waits out what passes, and ends with what does not", async () => {
    const { server, create } = await open();
    const { next, connected, facts } = listen(create(), {});
    const heard = next();
    await connected("notifications");
    server.faults.order({ kind: "drop-before", on: "GET *", times: 4 });
    const said = server.others.mention("Hello?");
    expect((await heard).eventId).toBe(said.id);
    expect(facts.map(({ fact }) => fact)).toContain("disconnected");
    const wrong = listen(create({ password: "wrong" }), {});
    await expect(wrong.next()).rejects.toMatchObject({ code: "auth" });
    await expect(listen(create(), { kinds: ["review"] }).next()).rejects.toMatchObject({ code: "unsupported" });
  });
});
