import { expect, test } from "vitest";
import { listen, overHttp, partOf, publish, quickClock } from "../test/wire.ts";

test("hears everything within the stream, once, with names and pictures, and deletions", async () => {
  const { server, create } = await overHttp();
  const adapter = create({ jetstream: server.jetstream });
  const post = await publish(adapter, partOf());
  const { next, connected } = listen(adapter, { hashtags: ["flood"] });
  const heard = next();
  await connected("jetstream", "notifications");
  server.others.post("Nothing to us");
  await publish(adapter, partOf({ text: "Our own #flood" }));
  const tagged = server.others.post("Water in #Flood street");
  expect(await heard).toMatchObject({
    eventId: tagged.id,
    feedback: { kind: "post", author: { handle: "visitor.elsewhere.example.org" } },
  });
  const reply = server.others.reply(post.id, "Thanks");
  expect(await next()).toMatchObject({ eventId: reply.id, feedback: { kind: "reply" } });
  const mention = server.others.mention("Hello");
  expect(await next()).toMatchObject({ eventId: mention.id, feedback: { kind: "mention" } });
  server.others.remove(tagged.id);
  expect(await next()).toMatchObject({
    eventId: `${tagged.id}#deleted`,
    feedback: { change: "deleted", text: "", ref: { id: tagged.id } },
  });
});

test("loses nothing when the stream breaks, repeats or spoils events", async () => {
  const { server, create } = await overHttp();
  const { next, connected } = listen(create({ jetstream: server.jetstream }), {
    kinds: ["post"],
    hashtags: ["flood"],
  });
  const heard = next();
  await connected("jetstream");
  const say = (text: string): string => server.others.post(`${text} #flood`).id;
  const said = [say("0")];
  expect((await heard).eventId).toBe(said[0]);
  server.faults.order({ kind: "stream-drop" });
  said.push(say("1"), say("2"));
  for (const id of said.slice(1)) expect((await next()).eventId).toBe(id);
  server.faults.order({ kind: "stream-duplicate" });
  server.faults.order({ kind: "stream-malformed" });
  for (const text of ["3", "4", "5"]) said.push(say(text));
  for (const id of said.slice(3)) expect((await next()).eventId).toBe(id);
  expect(server.faults.fired().map(({ kind }) => kind)).toEqual([
    "stream-drop",
    "stream-duplicate",
    "stream-malformed",
  ]);
});

test("leaves at once, and leaves no stream open", async () => {
  const { server, create } = await overHttp();
  const { next, connected, abort } = listen(create({ jetstream: server.jetstream }), { hashtags: ["flood"] });
  const waiting = next();
  await connected("jetstream", "notifications");
  expect(server.streams.open).toBe(1);
  const left = performance.now();
  abort("leaving");
  await expect(waiting).rejects.toBe("leaving");
  expect(performance.now() - left).toBeLessThan(100);
  await expect.poll(() => server.streams.open).toBe(0);
});

test("searches for what is older than the server's memory, and goes on from there with the stream", async () => {
  let nowMs = Date.UTC(2026, 7, 20, 10);
  const clock = { ...quickClock, now: () => nowMs };
  const { server, create } = await overHttp({ clock });
  const say = (text: string): string => server.others.post(`${text} #flood`).id;
  const before = say("before");
  nowMs += 1_000;
  const since = new Date(nowMs).toISOString();
  const said = [say("old"), say("old as well")];
  nowMs += 40 * 3_600_000;
  said.push(say("new"));
  const adapter = create({ jetstream: server.jetstream });
  const { next, facts } = listen(adapter, { kinds: ["post"], hashtags: ["flood"], since }, clock);
  const heard: string[] = [];
  while (heard.length < said.length) heard.push((await next()).eventId);
  expect(heard).toEqual(said);
  expect(heard).not.toContain(before);
  const waiting = next();
  said.push(say("now"));
  expect((await waiting).eventId).toBe(said.at(-1));
  expect(facts).toContainEqual({ fact: "backfilled", source: "search", count: 3 });
});

test("an item that the stream brought does not come again by polling after a restart", async () => {
  const { server, create } = await overHttp();
  const first = listen(create({ jetstream: server.jetstream }), {});
  const heard = first.next();
  await first.connected("jetstream", "notifications");
  server.others.mention("1");
  server.others.mention("2");
  await heard;
  const { cursor } = await first.next();
  first.abort("restart");
  const { next } = listen(create({ jetstream: server.jetstream }), { cursor: cursor! });
  const third = server.others.mention("3").id;
  expect((await next()).eventId).toBe(third);
});
