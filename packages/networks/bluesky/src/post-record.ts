import * as z from "zod/mini";

const text = z.string();
/** Anybody can store anything in their own repository: a part in a strange form is left out and the rest is read. */
const tolerant = <T>(schema: z.ZodMiniType<T>): z.ZodMiniType<T | undefined> => z.catch(z.optional(schema), undefined);

const strongRef = z.object({ uri: text, cid: text });
const external = tolerant(z.object({ uri: text }));
const recordSchema = z.object({
  text: z.catch(text, ""),
  createdAt: tolerant(text),
  langs: tolerant(z.array(text)),
  tags: tolerant(z.array(text)),
  facets: tolerant(
    z.array(
      z.object({
        features: z.array(z.object({ $type: text, uri: tolerant(text), did: tolerant(text), tag: tolerant(text) })),
      }),
    ),
  ),
  labels: tolerant(z.object({ values: z.array(z.object({ val: text })) })),
  reply: tolerant(z.object({ root: strongRef, parent: strongRef })),
  embed: tolerant(
    z.object({
      $type: text,
      external,
      media: tolerant(z.object({ $type: text, external })),
      // A quote; beside media it is wrapped once more.
      record: tolerant(z.object({ uri: tolerant(text), record: tolerant(z.object({ uri: text })) })),
    }),
  ),
});

/** A post of anybody, as far as it is read. */
export type AnyPostRecord = z.infer<typeof recordSchema>;

const empty = z.parse(recordSchema, {});

/** @see https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json */
export function readPostRecord(value: unknown): AnyPostRecord {
  return z.safeParse(recordSchema, value).data ?? empty;
}

/** The values of one facet feature or another, in their order. */
export function listFeatures({ facets = [] }: AnyPostRecord, kind: "link" | "mention" | "tag"): readonly string[] {
  const values: string[] = [];
  for (const { features } of facets) {
    for (const { $type, uri, did, tag } of features) {
      const value = $type === `app.bsky.richtext.facet#${kind}` ? (uri ?? did ?? tag) : undefined;
      if (value !== undefined) values.push(value);
    }
  }
  return values;
}

/** The hashtags of the text and the ones that are kept beside it. */
export function listHashtags(record: AnyPostRecord): readonly string[] {
  return [...new Set([...listFeatures(record, "tag"), ...(record.tags ?? [])])];
}

/** The URI of the post that this one quotes. */
export function findQuoted({ embed }: AnyPostRecord): string | undefined {
  return embed?.record?.uri ?? embed?.record?.record?.uri;
}

/** Whether pictures or a video belong to the post; their addresses are in its view only. */
export function hasMedia({ embed }: AnyPostRecord): boolean {
  const type = embed?.media?.$type ?? embed?.$type ?? "";
  return /^app\.bsky\.embed\.(?:images|gallery|video)$/.test(type);
}

/**
 * The earlier of what the author says and when the network saw the post, as an ISO date: authors can write any date.
 */
export function earlierOf(createdAt: string | undefined, indexedAt: string): string {
  const indexed = Date.parse(indexedAt);
  const created = Date.parse(createdAt ?? "");
  const earlier = Number.isNaN(created) ? indexed : Math.min(created, Number.isNaN(indexed) ? created : indexed);
  return new Date(Number.isNaN(earlier) ? 0 : Math.max(earlier, 0)).toISOString();
}
