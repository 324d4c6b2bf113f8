import { setupServer } from "msw/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket as Socket } from "ws";
import { createBlueskyServer, createMastodonServer, type InMemory } from "../handlers.ts";
import { startSandbox, type BlueskyServer, type MastodonServer, type SocialServer, type Sandbox } from "../index.ts";

/** An open stream: what came, and whether it has ended. */
interface Listening {
  text(): string;
  readonly ended: Promise<unknown>;
}

async function listenToEvents({ baseUrl, accessToken }: MastodonServer): Promise<Listening> {
  const url = `${baseUrl}/api/v1/streaming/hashtag?tag=flood`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
  let text = "";
  const read = async (): Promise<void> => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
  };
  return { text: () => text, ended: read().catch((error: unknown) => error) };
}

async function listenToSocket(
  url: string,
  Client: typeof WebSocket | typeof Socket,
  protocol?: string,
): Promise<Listening> {
  const socket = protocol === undefined ? new Client(url) : new Client(url, protocol);
  let text = "";
  socket.addEventListener("message", (event: { data: unknown }) => {
    text += `${String(event.data)}\n`;
  });
  const ended = new Promise((resolve) => {
    socket.addEventListener("close", resolve);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  return { text: () => text, ended };
}

const msw = setupServer();
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const socketOf = ({ baseUrl }: MastodonServer): string =>
  `${baseUrl.replace("http", "ws")}/api/v1/streaming?stream=hashtag&tag=flood`;
const jetstreamOf = ({ jetstream }: BlueskyServer): string => `${jetstream}?wantedCollections=app.bsky.feed.post`;

interface Subject {
  readonly server: SocialServer;
  listen(): Promise<Listening>;
  /** How an event begins that cannot be read. */
  readonly broken: string;
}

function events(server: MastodonServer): Subject {
  return { server, listen: () => listenToEvents(server), broken: 'data: {"id":"1\n\n' };
}

function webSocket(server: MastodonServer, Client: typeof WebSocket | typeof Socket): Subject {
  return { server, listen: () => listenToSocket(socketOf(server), Client, server.accessToken), broken: '"payl\n' };
}

function jetstream(server: BlueskyServer, Client: typeof WebSocket | typeof Socket): Subject {
  // The first post of a person also tells who has come; here that is over before anybody listens.
  server.others.post("here I am");
  return { server, listen: () => listenToSocket(jetstreamOf(server), Client), broken: '"time_us":\n' };
}

function mocked<Server extends InMemory>(server: Server): Server {
  msw.resetHandlers(...server.handlers);
  return server;
}

describe.each<[string, boolean, () => Subject]>([
  ["Mastodon's events", false, () => events(sandbox.mastodon)],
  ["Mastodon's WebSocket", false, () => webSocket(sandbox.mastodon, Socket)],
  ["Jetstream", false, () => jetstream(sandbox.bluesky, Socket)],
  ["Mastodon's events through msw", true, () => events(mocked(createMastodonServer()))],
  ["Mastodon's WebSocket through msw", true, () => webSocket(mocked(createMastodonServer()), WebSocket)],
  ["Jetstream through msw", true, () => jetstream(mocked(createBlueskyServer()), WebSocket)],
])("%s", (_, isMocked, open) => {
  let subject: Subject;
  let listening: Listening;
  beforeEach(async () => {
    if (isMocked) msw.listen({ onUnhandledFrame: "error" });
    subject = open();
    listening = await subject.listen();
    await expect.poll(() => subject.server.streams.open).toBe(1);
  });
  afterEach(() => {
    if (isMocked) msw.close();
  });

  /** How often the stream brought a thing, whole. */
  const countOf = (id: string): number => {
    const key = id.split("/").at(-1) ?? id;
    return (
      listening
        .text()
        .replaceAll("\\", "")
        .split(new RegExp(`\\{"id":"${key}"|"rkey":"${key}"`)).length - 1
    );
  };

  it("brings an event once", async () => {
    const first = subject.server.others.post("#flood one");
    const second = subject.server.others.post("#flood two");
    await expect.poll(() => countOf(second.id)).toBe(1);
    expect(countOf(first.id)).toBe(1);
  });

  it("breaks off at once", async () => {
    subject.server.faults.order({ kind: "stream-drop" });
    await listening.ended;
    expect(subject.server.streams.open).toBe(0);
    expect(subject.server.faults.fired("stream-drop")).toHaveLength(1);
  });

  it("loses as many events as ordered, also for those who are back", async () => {
    subject.server.faults.order({ kind: "stream-drop", loseEvents: 1 });
    await listening.ended;
    listening = await subject.listen();
    await expect.poll(() => subject.server.streams.open).toBe(1);
    const lost = subject.server.others.post("#flood lost");
    const found = subject.server.others.post("#flood found");
    await expect.poll(() => countOf(found.id)).toBe(1);
    expect(countOf(lost.id)).toBe(0);
  });

  it("brings an event twice", async () => {
    subject.server.faults.order({ kind: "stream-duplicate" });
    const twice = subject.server.others.post("#flood one");
    const once = subject.server.others.post("#flood two");
    await expect.poll(() => countOf(once.id)).toBe(1);
    expect(countOf(twice.id)).toBe(2);
  });

  it("brings an event unreadable and then whole", async () => {
    subject.server.faults.order({ kind: "stream-malformed" });
    const made = subject.server.others.post("#flood one");
    await expect.poll(() => countOf(made.id)).toBe(1);
    expect(listening.text().split(subject.broken)).toHaveLength(2);
    expect(subject.server.faults.fired("stream-malformed")).toHaveLength(1);
  });
});

describe("opening a WebSocket", () => {
  it.each<[string, Parameters<MastodonServer["faults"]["order"]>[0], string]>([
    ["is dropped", { kind: "drop-before", on: "GET /api/v1/streaming" }, "socket hang up"],
    ["fails", { kind: "server-error", on: "GET /api/v1/streaming" }, "503"],
    ["is limited", { kind: "rate-limited", on: "GET /api/v1/streaming" }, "429"],
    ["is refused for an expired token", { kind: "expired-token" }, "401"],
  ])("%s when a fault says so", async (_, fault, message) => {
    const { mastodon } = sandbox;
    mastodon.faults.order(fault);
    const connect = (): Promise<Listening> =>
      listenToSocket(`${socketOf(mastodon)}&access_token=${mastodon.accessToken}`, Socket);
    await expect(connect()).rejects.toMatchObject({ message: expect.stringContaining(message) as string });
    mastodon.faults.clear();
    await connect();
    expect(mastodon.requests.all().map(({ status }) => status)).toEqual([
      message === "socket hang up" ? 0 : Number(message),
      101,
    ]);
  });
});
