import { inspect } from "node:util";
import { isCarecastError, NetworkError, type Adapter, type CallContext, type PublishContext } from "@carecast/adapter";
import { expect, test } from "vitest";
import {
  context,
  did,
  nowMs,
  password,
  scriptedAdapter,
  toPart,
  toSessionJson,
  words,
  type Answer,
} from "../test/scripted-network.ts";

const image = { kind: "image", mimeType: "image/png", blob: new Blob([new Uint8Array(8)]), alt: words } as const;
const secrets = [password, "access-planted", "refresh-planted", words, "planted"];

/** Every way in which an endpoint can fail, each holding what must not come out. */
const failures: Readonly<Record<string, Answer>> = {
  "a refusal": () => ({ status: 400, json: { error: words, message: `${words} ${password}` } }),
  "a refusal of the post": () => ({
    status: 400,
    json: { error: "InvalidRequest", message: `Invalid app.bsky.feed.post record: ${words}` },
  }),
  "an expired token": () => ({ status: 400, json: { error: "ExpiredToken", message: words } }),
  "a wrong login": () => ({ status: 401, json: { error: "AuthenticationRequired", message: words } }),
  "a rate limit": () => ({ status: 429, headers: { "retry-after": words }, json: { error: words } }),
  "a failure": () => ({ status: 502, json: { error: "UpstreamFailure", message: words } }),
  "a redirect": () => ({ status: 302, headers: { location: `https://example.org/?token=${password}` } }),
  "a taken key": () => ({ status: 400, json: { error: "InvalidSwap", message: words } }),
  "another shape": () => ({ json: { [words]: words, uri: 7, error: words } }),
  "a list": () => ({ json: [words] }),
  "no body": () => ({}),
  "no connection": () => {
    throw new NetworkError("No answer from https://pds.example.org.", { outcome: "unknown" });
  },
};

const ref = { id: `at://${did}/app.bsky.feed.post/3kplanted`, data: { cid: words } };
const calls: Readonly<Record<string, (adapter: Adapter, context: PublishContext) => Promise<unknown>>> = {
  prepare: (adapter, given) =>
    adapter.prepare(toPart({ text: `${words} @planted.example.org`, media: [image] }), given),
  publish: (adapter, given) => adapter.publish(toDraft(), given),
  find: (adapter, given) => adapter.find!(toDraft(), given),
  retract: (adapter, given) => adapter.retract!(ref, given),
  profile: (adapter, given) => adapter.profile!("planted.example.org", given),
  recentPosts: (adapter, given) => adapter.recentPosts!("planted.example.org", 3, given),
  check: (adapter, given) => adapter.check!(given),
  listen: async (adapter, { clock }: CallContext) => {
    const items = adapter.listen!(
      { hashtags: ["planted"] },
      { clock, signal: AbortSignal.timeout(50), report: () => undefined },
    );
    for await (const item of items) return item;
    return undefined;
  },
};

function toDraft() {
  const record = { $type: "app.bsky.feed.post", text: words, createdAt: new Date(nowMs).toISOString() };
  return { body: { repo: did, rkey: "3kplanted", record } };
}

const cases = Object.keys(calls).flatMap((call) => Object.keys(failures).map((failure) => [call, failure] as const));

/** A clock on which waiting for a new try takes a turn, so that a listener that goes on trying can be left. */
const turningClock = { now: () => nowMs, sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) };

test.each(cases)("%s tells nothing after %s", async (call, failure) => {
  const session: Answer = () => ({ json: { ...toSessionJson("planted") } });
  const endpoints = [
    ...[
      "repo.putRecord",
      "repo.getRecord",
      "repo.deleteRecord",
      "repo.uploadBlob",
      "server.getSession",
      "identity.resolveHandle",
    ].map((name) => `com.atproto.${name}`),
    ...["actor.getProfile", "feed.getAuthorFeed", "feed.searchPosts", "notification.listNotifications"].map(
      (name) => `app.bsky.${name}`,
    ),
  ];
  const { adapter } = scriptedAdapter({
    "com.atproto.server.createSession": session,
    "com.atproto.server.refreshSession": session,
    ...Object.fromEntries(endpoints.map((name) => [name, failures[failure]!])),
  });
  const outcome = await calls[call]!(adapter, { ...context, clock: turningClock }).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome) {
    const { error } = outcome;
    const isAbort = error instanceof DOMException && error.name === "TimeoutError";
    expect(isAbort || isCarecastError(error)).toBe(true);
    expect((error as Error).cause).toBeUndefined();
  }
  // What a call answers may hold the caller's own words; what it throws may not, and neither may hold a secret.
  const shown = inspect(outcome, { depth: 9, showHidden: true });
  for (const secret of "error" in outcome ? secrets : secrets.slice(0, 3)) expect(shown).not.toContain(secret);
});
