import { startSandbox, type Fault as SandboxFault, type MastodonServer } from "@carecast/sandbox";
import { testAdapter, type ContractHarness, type Fault, type FaultOrder, type Saying } from "@carecast/testing";
import { mastodon } from "./index.ts";

const publishing = "POST /api/v1/statuses";
const uploading = "POST /api/v2/media";
const visibilities: Readonly<Record<string, string>> = { private: "followers" };

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
  "slow-media": { kind: "slow-media", polls: 3 },
};

testAdapter("mastodon", {
  start: async (): Promise<ContractHarness> => {
    let sandbox = await startSandbox({ bluesky: 0 });
    const secrets = ["a-wrong-token"];
    return {
      create: (variant) => {
        const { baseUrl, accessToken } = sandbox.mastodon;
        secrets.push(accessToken);
        return mastodon({
          baseUrl: variant === "unreachable" ? "http://127.0.0.1:2" : baseUrl,
          accessToken: variant === "wrong-credential" ? "a-wrong-token" : accessToken,
        });
      },
      secrets,
      samples: ["https://example.org/" + "a".repeat(60), "@reader@social.example.org"],
      network: {
        reset: async () => {
          await sandbox.close();
          sandbox = await startSandbox({ bluesky: 0 });
        },
        posts: () =>
          sandbox.mastodon.posts().map((post) => ({
            id: post.id,
            text: post.text,
            alts: post.media.map(({ description }) => description ?? ""),
            audience: visibilities[post.visibility] ?? post.visibility,
            ...(post.inReplyToId !== null && { inReplyTo: post.inReplyToId }),
            ...(post.language !== null && { language: post.language }),
            ...(post.contentWarning !== "" && { contentWarning: post.contentWarning }),
            ...(post.poll && { pollOptions: post.poll.options }),
          })),
        pinned: () => sandbox.mastodon.posts().flatMap(({ id, pinned }) => (pinned ? [id] : [])),
        requests: (kind) => {
          const { requests, faults: ordered } = sandbox.mastodon;
          if (kind === "publish") return requests.count(publishing);
          if (kind === "media") return requests.count(uploading);
          // A request that is never answered is never in the log.
          return requests.count() + ordered.fired("slow-answer").length;
        },
        faults: Object.keys(faults) as Fault[],
        tellsRates: true,
        order: (order) => orderFault(sandbox.mastodon, order),
        people: {
          kinds: ["mention", "reply", "direct-message", "post"],
          say: (saying) => say(sandbox.mastodon, saying),
          dropStreams: () => void sandbox.mastodon.faults.order({ kind: "stream-drop" }),
          openStreams: () => sandbox.mastodon.streams.open,
        },
      },
      stop: () => sandbox.close(),
    };
  },
});

function orderFault(server: MastodonServer, { fault, on, times }: FaultOrder): void {
  const ordered = faults[fault];
  if (!ordered) throw new RangeError(`The sandbox has no ${fault}.`);
  if (ordered.kind === "slow-media") server.faults.order({ ...ordered, times });
  else
    server.faults.order({
      ...ordered,
      times,
      on: { publish: publishing, media: uploading, any: "*" }[on],
    } as SandboxFault);
}

function say({ others }: MastodonServer, { kind, text, inReplyTo }: Saying): string {
  if (kind === "reply") return others.reply(inReplyTo?.id ?? "", text).id;
  if (kind === "post") return others.post(text).id;
  return others.mention(text, kind === "direct-message" ? { visibility: "direct" } : {}).id;
}
