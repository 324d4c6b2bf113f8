import { ConfigError, type Draft, PlatformError } from "@carecast/adapter";
import { fakeSecrets } from "../fake-harness.ts";
import { omit } from "../omit.ts";
import { changingPart, type Mutant } from "./mutant.ts";

const withDraft = (change: (draft: Draft) => Draft): Mutant["spoil"] => {
  return (adapter) => ({
    ...adapter,
    prepare: async (part, context) => change(await adapter.prepare(part, context)),
  });
};

export const prepareMutants: readonly Mutant[] = [
  {
    name: "publishes while it prepares",
    caughtBy: /: prepares as often as it is asked/,
    spoil: (adapter) => ({
      ...adapter,
      prepare: async (part, context) => {
        const draft = await adapter.prepare(part, context);
        await adapter.publish(draft, context);
        return draft;
      },
    }),
  },
  {
    name: "puts a function into the draft",
    caughtBy: /: makes a small draft of plain JSON/,
    spoil: withDraft((draft) => Object.assign({ ...draft }, { send: () => draft })),
  },
  {
    name: "puts the bytes of the media into the draft",
    caughtBy: /: makes a small draft of plain JSON/,
    spoil: withDraft((draft) => ({ ...draft, body: { draft: draft.body, bytes: "A".repeat(50_000) } })),
  },
  {
    name: "puts its token into the draft",
    caughtBy: /: makes a small draft of plain JSON/,
    spoil: withDraft((draft) => ({ ...draft, body: { draft: draft.body, token: fakeSecrets[0] } })),
  },
  {
    name: "keeps the body in its own memory and only a number in the draft",
    caughtBy: /: publishes a draft that comes back from the journal/,
    spoil: (adapter) => {
      const kept: Draft[] = [];
      return {
        ...adapter,
        prepare: async (part, context) => ({ body: kept.push(await adapter.prepare(part, context)) - 1 }),
        publish: async (draft, context) => {
          const own = kept[Number(draft.body)];
          if (!own) throw new ConfigError("There is no such draft.", { network: adapter.network });
          return adapter.publish(own, context);
        },
      };
    },
  },
  {
    name: "gives up on media that are not ready at once",
    caughtBy: /: waits until slow media are ready/,
    spoil: (adapter) => ({
      ...adapter,
      prepare: (part, context) => {
        const sleep = (): Promise<void> =>
          Promise.reject(new PlatformError("Not ready.", { network: adapter.network }));
        return adapter.prepare(part, { ...context, clock: { now: () => context.clock.now(), sleep } });
      },
    }),
  },
  {
    name: "writes a text of its own where there is none",
    caughtBy: /: refuses a part without text and media/,
    spoil: changingPart((part) => ({ ...part, text: part.text || "…" })),
  },
  {
    name: "publishes to everybody what was meant for few",
    caughtBy: /: refuses an audience that the network does not have/,
    options: { capabilities: { audiences: ["public"] } },
    spoil: changingPart((part) => ({ ...part, audience: "public" })),
  },
  {
    name: "drops a content warning that it cannot show",
    caughtBy: /: refuses a content warning that the network cannot show/,
    options: { capabilities: { contentWarning: "none" } },
    spoil: changingPart((part) => omit(part, "contentWarning")),
  },
  {
    name: "drops a poll that it cannot make",
    caughtBy: /: refuses a poll that the network does not have/,
    options: { capabilities: { polls: "none" } },
    spoil: changingPart((part) => omit(part, "poll")),
  },
  {
    name: "cuts the answers of a poll",
    caughtBy: /: refuses a poll with more answers/,
    spoil: changingPart((part) =>
      part.poll ? { ...part, poll: { ...part.poll, options: part.poll.options.slice(0, 4) } } : part,
    ),
  },
  {
    name: "drops media of a type that it does not know",
    caughtBy: /: refuses media of a type/,
    spoil: changingPart((part) => ({
      ...part,
      media: part.media.filter(({ mimeType }) => !mimeType.includes("unknown")),
    })),
  },
  {
    name: "drops the media that are too many",
    caughtBy: /: refuses more media/,
    spoil: changingPart((part) => ({ ...part, media: part.media.slice(0, 4) })),
  },
  {
    name: "cuts the bytes of a picture that is too large",
    caughtBy: /: refuses an image with more bytes/,
    spoil: changingPart((part) => ({
      ...part,
      media: part.media.map((media) => ({ ...media, blob: media.blob.slice(0, 1000) })),
    })),
  },
  {
    name: "cuts an alt text that is too long",
    caughtBy: /: refuses an alt text over its limit/,
    spoil: changingPart((part) => ({
      ...part,
      media: part.media.map((media) => ({ ...media, alt: media.alt.slice(0, 1000) })),
    })),
  },
];

export const publishMutants: readonly Mutant[] = [
  {
    name: "sends twice",
    caughtBy: /: publishes with one request/,
    spoil: (adapter) => ({
      ...adapter,
      publish: async (draft, context) => {
        await adapter.publish(draft, context);
        return adapter.publish(draft, context);
      },
    }),
  },
  {
    name: "answers no id",
    caughtBy: /: publishes with one request/,
    spoil: (adapter) => ({
      ...adapter,
      publish: async (draft, context) => ({ ...(await adapter.publish(draft, context)), id: "" }),
    }),
  },
  {
    name: "answers an id of its own making",
    caughtBy: /: publishes with one request/,
    spoil: (adapter) => ({
      ...adapter,
      publish: async (draft, context) => ({ ...(await adapter.publish(draft, context)), id: context.key }),
    }),
  },
  {
    name: "answers a time without a zone",
    caughtBy: /: publishes with one request/,
    spoil: (adapter) => ({
      ...adapter,
      publish: async (draft, context) => ({ ...(await adapter.publish(draft, context)), at: "2026-01-01 10:00" }),
    }),
  },
  {
    name: "uses only the beginning of the key",
    caughtBy: /: takes the longest key/,
    spoil: (adapter) => ({
      ...adapter,
      publish: (draft, context) => adapter.publish(draft, { ...context, key: context.key.slice(0, 25) }),
    }),
  },
  {
    name: "escapes the text as if it were markup",
    caughtBy: /: sends every text unchanged/,
    spoil: changingPart((part) => ({ ...part, text: part.text.replaceAll("&", "&amp;") })),
  },
  {
    name: "loses line breaks",
    caughtBy: /: sends every text unchanged/,
    spoil: changingPart((part) => ({ ...part, text: part.text.replaceAll(/\s+/g, " ") })),
  },
  {
    name: "loses the language",
    caughtBy: /: sends the language/,
    spoil: changingPart((part) => omit(part, "language")),
  },
  {
    name: "sends everything to the first audience",
    caughtBy: /: sends to each audience/,
    spoil: changingPart((part) => ({ ...part, audience: "public" })),
  },
  {
    name: "loses the content warning",
    caughtBy: /: shows the content warning/,
    spoil: changingPart((part) => omit(part, "contentWarning")),
  },
  {
    name: "turns the answers of a poll round",
    caughtBy: /: sends a poll with its answers in order/,
    spoil: changingPart((part) =>
      part.poll ? { ...part, poll: { ...part.poll, options: part.poll.options.toReversed() } } : part,
    ),
  },
  {
    name: "loses the alt texts",
    caughtBy: /: sends (every image|a video)/,
    spoil: changingPart((part) => ({ ...part, media: part.media.map((media) => ({ ...media, alt: "" })) })),
  },
  {
    name: "sends only the first image",
    caughtBy: /: sends every image/,
    spoil: changingPart((part) => ({ ...part, media: part.media.slice(0, 1) })),
  },
  {
    name: "hangs every part of a thread on the first",
    caughtBy: /: chains a thread/,
    spoil: (adapter) => ({
      ...adapter,
      publish: (draft, { replyTo, ...context }) => {
        const { root } = replyTo ?? {};
        return adapter.publish(draft, { ...context, ...(root && { replyTo: { root, parent: root } }) });
      },
    }),
  },
];
