import type { Adapter } from "@carecast/adapter";
import { fakeAdapter, type FakeAdapter, type FakeAdapterOptions } from "../fake/fake-adapter.ts";
import type { FakeMethod } from "../fake/fake-behaviour.ts";
import type { FakePost } from "../fake/fake-post.ts";
import { faults } from "../fault.ts";
import { omit } from "./omit.ts";
import type { AdapterVariant, ContractHarness, FaultOrder, Saying, SeenPost } from "./harness.ts";

/** Changes an adapter so that it breaks a promise. */
export type Spoil = (adapter: FakeAdapter, variant: AdapterVariant) => Adapter;

export const fakeSecrets = ["fake-token-7Qx/+=", "fake-hook-secret"] as const;

const methods: readonly FakeMethod[] = [
  ...(["discover", "prepare", "publish", "find", "revise"] as const),
  ...(["retract", "pin", "unpin", "listen", "profile", "recentPosts", "check"] as const),
];

/** A harness for the suite's own tests: the fake adapter over a network in memory, spoiled or not. */
export function fakeHarness(options: FakeAdapterOptions = {}, spoil: Spoil = (adapter) => adapter): ContractHarness {
  const make = (more: FakeAdapterOptions = {}): FakeAdapter => {
    const made = fakeAdapter({ webhookSecret: fakeSecrets[1], ...options, ...more });
    const resetAt = Date.now() + 60_000;
    made.tellRates(() => [{ of: "posts", limit: 300, remaining: 300 - made.calls.length, resetAt }]);
    return made;
  };
  let fake = make();
  const sign = async ({ kind, text }: Saying): Promise<Request> => fake.sayByWebhook({ kind, text });

  return {
    create: (variant) => spoil(variants[variant](fake, options), variant),
    secrets: fakeSecrets,
    samples: ["@reader@example.org "],
    network: {
      reset: () => {
        fake = make();
      },
      posts: () => fake.posts.map(seen),
      pinned: () => fake.pinned,
      requests: (kind) => {
        if (kind === "any") return fake.calls.length;
        return fake.calls.filter(({ method }) => method === (kind === "media" ? "prepare" : "publish")).length;
      },
      faults,
      order: (order) => orderOf(fake, order),
      tellsRates: true,
      people: {
        kinds: fake.capabilities.listening.kinds,
        say: ({ kind, text, hashtag, inReplyTo }) =>
          fake.say({
            kind,
            text,
            createdAt: new Date().toISOString(),
            hashtags: hashtag === undefined ? [] : [hashtag],
            ...(inReplyTo && { inReplyTo }),
          }).feedback.ref.id,
        dropStreams: () => fake.breakStreams(),
        openStreams: () => fake.listeners,
      },
      webhooks: {
        kinds: fake.capabilities.listening.kinds,
        sign,
        forge: async (saying) => {
          const request = new Request(await sign(saying));
          request.headers.set("x-fake-signature", "00".repeat(32));
          return request;
        },
        challenge: {
          request: () => new Request("https://hooks.example.org/fake?challenge=abc"),
          accepts: async (response) => (await response.text()) === "abc",
        },
      },
    },
  };
}

const variants: Record<AdapterVariant, (fake: FakeAdapter, options: FakeAdapterOptions) => FakeAdapter> = {
  working: (fake) => ({ ...fake }),
  "wrong-credential": (_fake, options) => {
    const problems = [{ level: "stop", message: "The credential is refused. Renew it." }] as const;
    const stranger = fakeAdapter({ ...options, check: { ready: false, problems } });
    for (const method of methods) if (method !== "check") stranger.always(method, "token-expired");
    return stranger;
  },
  unreachable: (_fake, options) => {
    const far = fakeAdapter(options);
    for (const method of methods) far.always(method, "unreachable");
    return far;
  },
  "no-webhook-secret": (_fake, options) => fakeAdapter(omit(options, "webhookSecret")),
};

function orderOf(fake: FakeAdapter, { fault, on, times }: FaultOrder): void {
  let left = times;
  const behaviour = (): typeof fault | "deliver" => (left-- > 0 ? fault : "deliver");
  const spoiled = on === "any" ? methods : [on === "media" ? ("prepare" as const) : ("publish" as const)];
  for (const method of spoiled) fake.always(method, behaviour);
}

function seen({ id, body, replyTo }: FakePost): SeenPost {
  const { text, audience, language, contentWarning, media, poll } = body;
  return {
    id,
    text,
    audience,
    alts: media.map(({ alt }) => alt),
    ...(replyTo && { inReplyTo: replyTo.parent.id }),
    ...(language !== undefined && { language }),
    ...(contentWarning !== undefined && { contentWarning }),
    ...(poll && { pollOptions: poll.options }),
  };
}
