import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createBlueskyServer, createMastodonServer } from "../handlers.ts";
import { startSandbox, type BlueskyServer, type MastodonServer, type NetworkServer, type Sandbox } from "../index.ts";
import { ask, type Answer } from "../testing/ask.ts";
import { createdAt, type Tokens } from "../testing/open-bluesky.ts";

/** One network behind one door, and how to publish on it. */
interface Subject {
  readonly server: NetworkServer & { posts(): readonly unknown[] };
  readonly publishEndpoint: string;
  readonly errorBody: object;
  readonly expired: readonly [status: number, error: string];
  /** Publishes; `parent` is the answer of the post before in a thread. */
  publish(parent?: Answer): Promise<Answer>;
  readonly rateHeaders: readonly string[];
}

function toMastodon(server: MastodonServer): Subject {
  return {
    server,
    publishEndpoint: "POST /api/v1/statuses",
    errorBody: { error: "This action is not allowed" },
    expired: [401, "The access token expired"],
    rateHeaders: ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"],
    publish: (parent) =>
      ask(`${server.baseUrl}/api/v1/statuses`, "POST", {
        token: server.accessToken,
        json: { status: "Heat", in_reply_to_id: parent?.json<{ id: string }>().id },
      }),
  };
}

async function toBluesky(server: BlueskyServer): Promise<Subject> {
  const { identifier, password, did } = server;
  const url = (method: string): string => `${server.service}/xrpc/com.atproto.${method}`;
  const session = await ask(url("server.createSession"), "POST", { json: { identifier, password } });
  const { accessJwt: token } = session.json<Tokens>();
  return {
    server,
    publishEndpoint: "POST /xrpc/com.atproto.repo.createRecord",
    errorBody: { error: "InvalidRequest", message: "Something is wrong with this request" },
    expired: [400, "ExpiredToken"],
    rateHeaders: ["ratelimit-limit", "ratelimit-policy", "ratelimit-remaining", "ratelimit-reset", "retry-after"],
    publish(answer) {
      const parent = answer?.json<{ uri: string; cid: string }>();
      const ref = { uri: parent?.uri, cid: parent?.cid };
      const record = {
        text: "Heat",
        createdAt,
        ...(parent === undefined ? {} : { reply: { root: ref, parent: ref } }),
      };
      return ask(url("repo.createRecord"), "POST", {
        token,
        json: { repo: did, collection: "app.bsky.feed.post", record },
      });
    },
  };
}

const msw = setupServer();
let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

describe.each<[string, boolean, () => Promise<Subject>]>([
  ["Mastodon over HTTP", false, async () => toMastodon((sandbox = await startSandbox({ bluesky: 0 })).mastodon)],
  ["Bluesky over HTTP", false, async () => toBluesky((sandbox = await startSandbox({ mastodon: 0 })).bluesky)],
  [
    "Mastodon through msw",
    true,
    () => {
      const server = createMastodonServer();
      msw.resetHandlers(...server.handlers);
      return Promise.resolve(toMastodon(server));
    },
  ],
  [
    "Bluesky through msw",
    true,
    () => {
      const server = createBlueskyServer();
      msw.resetHandlers(...server.handlers);
      return toBluesky(server);
    },
  ],
])("faults of %s", (_, isMocked, open) => {
  let subject: Subject;
  beforeAll(() => {
    if (isMocked) msw.listen({ onUnhandledFrame: "error" });
  });
  afterAll(() => {
    if (isMocked) msw.close();
  });
  beforeEach(async () => {
    subject = await open();
  });
  const postCount = (): number => subject.server.posts().length;

  it("does what was asked and drops the connection", async () => {
    subject.server.faults.order({ kind: "accept-then-drop" });
    await expect(subject.publish()).rejects.toThrow(TypeError);
    expect(postCount()).toBe(1);
    expect(subject.server.requests.all().at(-1)).toMatchObject({ endpoint: subject.publishEndpoint, status: 0 });
    expect((await subject.publish()).status).toBe(200);
    expect(postCount()).toBe(2);
  });

  it("drops the connection before anything", async () => {
    subject.server.faults.order({ kind: "drop-before" });
    await expect(subject.publish()).rejects.toThrow(TypeError);
    expect(postCount()).toBe(0);
  });

  it("limits the rate, and says until when", async () => {
    subject.server.faults.order({ kind: "rate-limited", resetAfterMs: 5000 });
    const answer = await subject.publish();
    expect(answer.status).toBe(429);
    for (const name of subject.rateHeaders) expect(answer.headers.get(name), name).toBeTruthy();
    expect(postCount()).toBe(0);
  });

  it("limits the rate without a word", async () => {
    subject.server.faults.order({ kind: "rate-limited", headers: false });
    const answer = await subject.publish();
    expect(answer.status).toBe(429);
    for (const name of subject.rateHeaders) expect(answer.headers.get(name), name).toBeNull();
  });

  it.each([
    [false, 0],
    [true, 1],
  ])("fails with a server error, processed: %s", async (processed, posts) => {
    subject.server.faults.order({ kind: "server-error", status: 502, processed });
    expect((await subject.publish()).status).toBe(502);
    expect(postCount()).toBe(posts);
  });

  it("keeps an answer back until a test lets it go", async () => {
    const gate = Promise.withResolvers<undefined>();
    const fault = subject.server.faults.order({ kind: "slow-answer", until: gate.promise });
    let answered = false;
    const publishing = subject.publish().finally(() => (answered = true));
    await fault.firstFired;
    await subject.publish();
    expect([answered, postCount()]).toEqual([false, 2]);
    gate.resolve(undefined);
    expect((await publishing).status).toBe(200);
  });

  it("keeps an answer back for a while", async () => {
    subject.server.faults.order({ kind: "slow-answer", delayMs: 1 });
    expect((await subject.publish()).status).toBe(200);
  });

  it("lets the tokens expire that are out", async () => {
    subject.server.faults.order({ kind: "expired-token" });
    const first = await subject.publish();
    const [status, error] = subject.expired;
    expect([first.status, first.json<{ error: string }>().error]).toEqual([status, error]);
    expect((await subject.publish()).status).toBe(status);
    subject.server.faults.clear();
    expect((await subject.publish()).status).toBe(200);
  });

  it("breaks a thread at the wanted post", async () => {
    subject.server.faults.order({ kind: "broken-thread", at: 3 });
    const first = await subject.publish();
    const second = await subject.publish(first);
    const third = await subject.publish(second);
    expect([first.status, second.status, third.status]).toEqual([200, 200, 500]);
    expect((await subject.publish(second)).status).toBe(200);
    expect(postCount()).toBe(3);
  });

  it("answers 200 with an error", async () => {
    subject.server.faults.order({ kind: "error-with-200" });
    const answer = await subject.publish();
    expect([answer.status, answer.json(), postCount()]).toEqual([200, subject.errorBody, 0]);
  });

  it("answers 200 without an id", async () => {
    subject.server.faults.order({ kind: "without-id" });
    const body = (await subject.publish()).json<object>();
    expect(body).not.toHaveProperty(subject.server.network === "bluesky" ? "uri" : "id");
    expect(postCount()).toBe(1);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])("answers with a page, processed: %s", async (processed, posts) => {
    subject.server.faults.order({ kind: "not-json", processed });
    const answer = await subject.publish();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(() => answer.json()).toThrow(SyntaxError);
    expect(postCount()).toBe(posts);
  });

  it("fires as often as ordered, after as many as ordered, and keeps account", async () => {
    const fault = subject.server.faults.order({ kind: "server-error", times: 2, after: 1 });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await subject.publish()).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(fault.fired).toBe(2);
    expect(subject.server.faults.fired("server-error")).toMatchObject([
      { kind: "server-error", endpoint: subject.publishEndpoint },
      { kind: "server-error", endpoint: subject.publishEndpoint },
    ]);
    expect(subject.server.faults.fired("drop-before")).toEqual([]);
  });

  it("meets several in their order, and stops at a word", async () => {
    subject.server.faults.order({ kind: "server-error", status: 500 });
    const endless = subject.server.faults.order({ kind: "server-error", status: 502, times: Infinity });
    expect([
      (await subject.publish()).status,
      (await subject.publish()).status,
      (await subject.publish()).status,
    ]).toEqual([500, 502, 502]);
    endless.cancel();
    expect((await subject.publish()).status).toBe(200);
  });

  it("meets the endpoints that it names, and none that do not exist", async () => {
    const reading = subject.server.faults.order({ kind: "server-error", on: "GET *" });
    expect((await subject.publish()).status).toBe(200);
    expect(reading.fired).toBe(0);
    expect(() => subject.server.faults.order({ kind: "drop-before", on: "POST /api/v1/status" })).toThrow(RangeError);
    subject.server.faults.order({ kind: "server-error", on: [subject.publishEndpoint] });
    expect((await subject.publish()).status).toBe(503);
  });
});
