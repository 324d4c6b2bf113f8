import type { Adapter } from "@carecast/adapter";
import { bluesky } from "@carecast/bluesky";
import { createCarecast, memoryLedger, type DeliveryState, type Post, type Report } from "@carecast/core";
import { mastodon } from "@carecast/mastodon";
import { startSandbox, type Fault, type Sandbox } from "@carecast/sandbox";
import { describe, expect, test } from "vitest";

import { plain } from "./plain/plain-adapter.ts";

// Every fault that a server can have while something is published, against the promises of publishing: nothing lost,
// nothing doubled, no false success. The servers' own counts show that each retry has one owner.

/** What became of one post: its state, how many posts readers see, and how many requests to publish the server took. */
type Outcome = readonly [state: DeliveryState, posts: number, requests: number];
type Network = "mastodon" | "bluesky" | "keyed" | "bare";

const networks = ["mastodon", "bluesky", "keyed", "bare"] as const;
const [once, twice]: Outcome[] = [
  ["delivered", 1, 1],
  ["delivered", 1, 2],
];
const refused: Outcome = ["rejected", 0, 1];
/** A network without a lever: whether it is there or not, nobody knows, and it is not sent again. */
const there: Outcome = ["unknown", 1, 1];
const notThere: Outcome = ["unknown", 0, 1];

/** The fault, and what becomes of the post on Mastodon, Bluesky, a network with keys, and one without a lever. */
const table: readonly (readonly [Fault, ...(readonly (Outcome | undefined)[])])[] = [
  [{ kind: "accept-then-drop" }, once, once, twice, there],
  [{ kind: "drop-before" }, twice, twice, twice, notThere],
  [{ kind: "rate-limited", resetAfterMs: 1000 }, twice, twice, twice, twice],
  [{ kind: "rate-limited", headers: false }, twice, twice, twice, twice],
  [{ kind: "server-error", status: 503 }, twice, twice, twice, notThere],
  [{ kind: "server-error", status: 500, processed: true }, once, once, twice, there],
  [{ kind: "slow-answer", delayMs: 30 }, once, once, once, once],
  // A token that Mastodon does not take is a matter for people; a session of Bluesky is renewed.
  [{ kind: "expired-token" }, refused, twice, refused, refused],
  [{ kind: "error-with-200" }, twice, twice, refused, refused],
  [{ kind: "without-id" }, once, once, twice, there],
  [{ kind: "not-json" }, once, once, twice, there],
  [{ kind: "not-json", processed: false }, twice, twice, twice, notThere],
];

const rows = table.flatMap(([fault, ...outcomes]) =>
  networks.map((network, index) => [JSON.stringify(fault), network, fault, outcomes[index]] as const),
);

describe("a fault while something is published", () => {
  test.each(rows)("%s on %s", async (_, network, fault, expected) => {
    await using stage = await open(network);
    stage.server.faults.order(fault);
    const { deliveries } = await stage.publish({ text: "Shelter open." });
    const [delivery] = deliveries;
    expect([delivery?.state, stage.server.posts().length, stage.count()]).toEqual(expected);
    // Delivered means that the network has given an id, and that readers see the post.
    if (delivery?.state === "delivered") expect(delivery.receipt?.id).toEqual(expect.any(String));
    expect(stage.server.faults.fired()).toHaveLength(1);
  });
});

describe("a fault in the middle of a thread", () => {
  const long = { text: "Shelter at the school is open. ".repeat(20).trim() };

  test.each(["mastodon", "bluesky"] as const)("goes on where it broke on %s", async (network) => {
    await using stage = await open(network);
    stage.server.faults.order({ kind: "broken-thread", at: 2 });
    const { deliveries } = await stage.publish(long);
    expect(deliveries.length).toBeGreaterThan(1);
    expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(["delivered"]));
    expect(stage.server.posts()).toHaveLength(deliveries.length);
    expect(stage.count()).toBe(deliveries.length + 1);
  });
});

describe("a fault while a picture is processed", () => {
  const picture = Uint8Array.from(atob("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"), (character) =>
    character.charCodeAt(0),
  );
  const withPicture: Post = { text: "Shelter open.", media: [{ bytes: picture, alt: "A dot." }] };

  test("that only takes long is waited for", async () => {
    await using stage = await open("mastodon");
    stage.server.faults.order({ kind: "slow-media", polls: 2 });
    expect((await stage.publish(withPicture)).ok).toBe(true);
    expect(stage.server.posts()).toHaveLength(1);
  });

  test("that fails is told, and nothing goes out without its picture", async () => {
    await using stage = await open("mastodon");
    stage.server.faults.order({ kind: "media-failure", times: 10 });
    const { deliveries } = await stage.publish(withPicture);
    expect(deliveries).toMatchObject([{ state: "rejected", attempts: 0 }]);
    expect(stage.server.posts()).toHaveLength(0);
  });
});

interface Stage extends AsyncDisposable {
  readonly server: Sandbox["mastodon"] | Sandbox["bluesky"] | Sandbox["plain"];
  publish(post: Post): Promise<Report>;
  /** How many requests to publish the server has taken. */
  count(): number;
}

const publishEndpoints: Readonly<Record<Network, string>> = {
  mastodon: "POST /api/v1/statuses",
  bluesky: "POST /xrpc/com.atproto.repo.putRecord",
  keyed: "POST /v1/posts",
  bare: "POST /v1/posts",
};

async function open(network: Network): Promise<Stage> {
  const sandbox = await startSandbox({
    mastodon: network === "mastodon" ? 1 : 0,
    bluesky: network === "bluesky" ? 1 : 0,
    plain: network === "keyed" ? [{ lever: "idempotency-key" }] : network === "bare" ? [{ lever: "none" }] : 0,
  });
  const { server, adapter } = connect(network, sandbox);
  const care = createCarecast({
    channels: { it: adapter },
    ledger: memoryLedger(),
    retry: { firstWaitMs: 5, maxWaitMs: 5000 },
  });
  // Logs in and reads the limits, so that the fault meets the post.
  await care.check();
  return {
    server,
    publish: (post) => care.publish(post, { overflow: "thread" }),
    count: () => server.requests.count(publishEndpoints[network]),
    async [Symbol.asyncDispose]() {
      await care.close();
      await sandbox.close();
    },
  };
}

function connect(network: Network, sandbox: Sandbox): { server: Stage["server"]; adapter: Adapter } {
  if (network === "mastodon") {
    const { baseUrl, accessToken } = sandbox.mastodon;
    return { server: sandbox.mastodon, adapter: mastodon({ baseUrl, accessToken }) };
  }
  if (network === "bluesky") {
    const { service, identifier, password } = sandbox.bluesky;
    return { server: sandbox.bluesky, adapter: bluesky({ service, identifier, password }) };
  }
  const { baseUrl, accounts, lever } = sandbox.plain;
  return { server: sandbox.plain, adapter: plain({ baseUrl, token: accounts[0]?.token ?? "", lever }) };
}
