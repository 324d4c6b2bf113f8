import { startSandbox, type BlueskyPost, type BlueskyServer, type Fault as SandboxFault } from "@carecast/sandbox";
import {
  testAdapter,
  type ContractHarness,
  type Fault,
  type FaultOrder,
  type Saying,
  type SeenPost,
} from "@carecast/testing";
import { bluesky } from "./index.ts";

const publishing = ["createRecord", "putRecord", "applyWrites"].map((name) => `POST /xrpc/com.atproto.repo.${name}`);
const uploading = "POST /xrpc/com.atproto.repo.uploadBlob";

const faults: Partial<Record<Fault, SandboxFault>> = {
  "drop-before": { kind: "drop-before" },
  "drop-after": { kind: "accept-then-drop" },
  hang: { kind: "slow-answer", until: new Promise(() => undefined) },
  "server-error-before": { kind: "server-error" },
  "server-error-after": { kind: "server-error", processed: true },
  "rate-limited": { kind: "rate-limited" },
  "rate-limited-bare": { kind: "rate-limited", headers: false },
  "token-expired": { kind: "expired-token" },
  "ok-with-error": { kind: "error-with-200" },
  "ok-without-id": { kind: "without-id" },
  "not-json": { kind: "not-json" },
};

testAdapter("bluesky", { start: () => startHarness(false) });
testAdapter("bluesky with a Jetstream", { start: () => startHarness(true) });

async function startHarness(streams: boolean): Promise<ContractHarness> {
  let sandbox = await startSandbox({ mastodon: 0 });
  return {
    create: (variant) => {
      const { service, identifier, password } = sandbox.bluesky;
      return bluesky({
        service: variant === "unreachable" ? "http://127.0.0.1:2" : service,
        identifier,
        password: variant === "wrong-credential" ? "a-wrong-password" : password,
        ...(streams && { jetstream: sandbox.bluesky.jetstream }),
      });
    },
    secrets: [sandbox.bluesky.password, "a-wrong-password"],
    samples: ["https://example.org/" + "a".repeat(60), "@visitor.elsewhere.example.org"],
    network: {
      reset: async () => {
        await sandbox.close();
        sandbox = await startSandbox({ mastodon: 0 });
      },
      posts: () => sandbox.bluesky.posts().map(toSeenPost),
      pinned: () => sandbox.bluesky.posts().flatMap(({ uri, pinned }) => (pinned ? [uri] : [])),
      requests: (kind) => {
        const { requests, faults: ordered } = sandbox.bluesky;
        if (kind === "publish") return publishing.reduce((sum, endpoint) => sum + requests.count(endpoint), 0);
        if (kind === "media") return requests.count(uploading);
        // A request that is never answered is never in the log.
        return requests.count() + ordered.fired("slow-answer").length;
      },
      faults: Object.keys(faults) as Fault[],
      tellsRates: true,
      order: (order) => orderFault(sandbox.bluesky, order),
      people: {
        kinds: ["mention", "reply", "post"],
        say: (saying) => say(sandbox.bluesky, saying),
        openStreams: () => sandbox.bluesky.streams.open,
        ...(streams && { dropStreams: () => void sandbox.bluesky.faults.order({ kind: "stream-drop" }) }),
      },
    },
    stop: () => sandbox.close(),
  };
}

function orderFault(server: BlueskyServer, { fault, on, times }: FaultOrder): void {
  const ordered = faults[fault];
  if (!ordered) throw new RangeError(`The sandbox has no ${fault}.`);
  server.faults.order({
    ...ordered,
    times,
    on: { publish: publishing, media: uploading, any: "*" }[on],
  } as SandboxFault);
}

function say({ others }: BlueskyServer, { kind, text, inReplyTo }: Saying): string {
  if (kind === "reply") return others.reply(inReplyTo?.id ?? "", text).id;
  return kind === "post" ? others.post(text).id : others.mention(text).id;
}

interface PostFields {
  readonly langs?: readonly string[];
  readonly reply?: { readonly parent: { readonly uri: string } };
  readonly embed?: { readonly images?: readonly { readonly alt: string }[]; readonly alt?: string };
}

function toSeenPost({ uri, text, record }: BlueskyPost): SeenPost {
  // The sandbox has checked the record against its schema.
  const { langs, reply, embed } = record as PostFields;
  const alts = embed?.images?.map(({ alt }) => alt) ?? (embed?.alt === undefined ? [] : [embed.alt]);
  return {
    id: uri,
    text,
    alts,
    ...(langs?.[0] !== undefined && { language: langs[0] }),
    ...(reply && { inReplyTo: reply.parent.uri }),
  };
}
