import type { Format, Schema } from "./lexicon.ts";

const text = (more: { readonly maxLength?: number; readonly maxGraphemes?: number } = {}): Schema => ({
  type: "string",
  ...more,
});
const formatted = (format: Format): Schema => ({
  type: "string",
  format,
});
const list = (items: Schema, maxLength?: number): Schema =>
  maxLength === undefined ? { type: "array", items } : { type: "array", items, maxLength };
const object = (required: readonly string[], properties: Readonly<Record<string, Schema>>): Schema => ({
  type: "object",
  required,
  properties,
});

const strongRef = object(["uri", "cid"], { uri: formatted("at-uri"), cid: formatted("cid") });
const aspectRatio = object(["width", "height"], {
  width: { type: "integer", minimum: 1 },
  height: { type: "integer", minimum: 1 },
});

const facet = object(["index", "features"], {
  index: object(["byteStart", "byteEnd"], {
    byteStart: { type: "integer", minimum: 0 },
    byteEnd: { type: "integer", minimum: 0 },
  }),
  features: list({
    type: "union",
    refs: {
      "app.bsky.richtext.facet#mention": object(["did"], { did: formatted("did") }),
      "app.bsky.richtext.facet#link": object(["uri"], { uri: formatted("uri") }),
      "app.bsky.richtext.facet#tag": object(["tag"], { tag: text({ maxLength: 640, maxGraphemes: 64 }) }),
    },
  }),
});

const picture: Schema = { type: "blob", accept: "image/png,image/jpeg", maxSize: 1_000_000 };
const image: Schema = { type: "blob", accept: "image/*", maxSize: 2_000_000 };

const mediaEmbeds: Readonly<Record<string, Schema>> = {
  "app.bsky.embed.images": object(["images"], {
    images: list(object(["image", "alt"], { image, alt: text(), aspectRatio }), 4),
  }),
  "app.bsky.embed.video": object(["video"], {
    video: { type: "blob", accept: "video/mp4", maxSize: 300_000_000 },
    captions: list(
      object(["lang", "file"], {
        lang: formatted("language"),
        file: { type: "blob", accept: "text/vtt", maxSize: 20_000 },
      }),
      20,
    ),
    alt: text({ maxLength: 10_000, maxGraphemes: 1000 }),
    aspectRatio,
  }),
  "app.bsky.embed.external": object(["external"], {
    external: object(["uri", "title", "description"], {
      uri: formatted("uri"),
      title: text(),
      description: text(),
      thumb: { type: "blob", accept: "image/*", maxSize: 1_000_000 },
    }),
  }),
};

const recordEmbed = object(["record"], { record: strongRef });

const embed: Schema = {
  type: "union",
  refs: {
    ...mediaEmbeds,
    "app.bsky.embed.record": recordEmbed,
    "app.bsky.embed.recordWithMedia": object(["record", "media"], {
      record: recordEmbed,
      media: { type: "union", refs: mediaEmbeds },
    }),
  },
};

const selfLabels: Schema = {
  type: "union",
  refs: {
    "com.atproto.label.defs#selfLabels": object(["values"], {
      values: list(object(["val"], { val: text({ maxLength: 128 }) }), 10),
    }),
  },
};

const createdAt = formatted("datetime");
const subject = object(["subject", "createdAt"], { subject: strongRef, createdAt });

interface Collection {
  readonly key: "tid" | "self" | "any";
  readonly schema: Schema;
}

/** The collections whose records are checked, after the lexicons in bluesky-social/atproto. */
export const collections: Readonly<Record<string, Collection>> = {
  "app.bsky.feed.post": {
    key: "tid",
    schema: object(["text", "createdAt"], {
      text: text({ maxLength: 3000, maxGraphemes: 300 }),
      facets: list(facet),
      reply: object(["root", "parent"], { root: strongRef, parent: strongRef }),
      embed,
      langs: list(formatted("language"), 3),
      labels: selfLabels,
      tags: list(text({ maxLength: 640, maxGraphemes: 64 }), 8),
      createdAt,
    }),
  },
  "app.bsky.feed.like": { key: "tid", schema: subject },
  "app.bsky.feed.repost": { key: "tid", schema: subject },
  "app.bsky.graph.follow": {
    key: "tid",
    schema: object(["subject", "createdAt"], { subject: formatted("did"), createdAt }),
  },
  "app.bsky.feed.threadgate": {
    key: "tid",
    schema: object(["post", "createdAt"], {
      post: formatted("at-uri"),
      allow: list({ type: "union", refs: {} }, 5),
      createdAt,
      hiddenReplies: list(formatted("at-uri"), 300),
    }),
  },
  "app.bsky.feed.postgate": {
    key: "tid",
    schema: object(["post", "createdAt"], {
      createdAt,
      post: formatted("at-uri"),
      detachedEmbeddingUris: list(formatted("at-uri"), 50),
      embeddingRules: list({ type: "union", refs: {} }, 5),
    }),
  },
  "app.bsky.actor.profile": {
    key: "self",
    schema: object([], {
      displayName: text({ maxLength: 640, maxGraphemes: 64 }),
      description: text({ maxLength: 2560, maxGraphemes: 256 }),
      avatar: picture,
      banner: picture,
      labels: selfLabels,
      joinedViaStarterPack: strongRef,
      pinnedPost: strongRef,
      createdAt,
    }),
  },
};
