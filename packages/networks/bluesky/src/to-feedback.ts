import type { Author, Feedback, FeedbackKind, FeedbackMedia } from "@carecast/adapter";
import * as z from "zod/mini";
import type { AuthorView } from "./api.ts";
import { toProfileUrl, toRef } from "./at-uri.ts";
import { findQuoted, listFeatures, listHashtags, type AnyPostRecord } from "./post-record.ts";

/** Somebody's post, wherever it was found. */
export interface FoundPost {
  readonly uri: string;
  readonly cid: string;
  readonly record: AnyPostRecord;
  readonly author: AuthorView;
  /** ISO 8601: what the sources are sorted by. */
  readonly createdAt: string;
  /** The pictures and videos as the network shows them. */
  readonly embedView?: unknown;
  /** Why the network told us of it, where it did. */
  readonly reason?: string;
}

/** What a post is to us. `post`: it neither answers, names nor quotes us. */
export function toKind({ record, reason }: Pick<FoundPost, "record" | "reason">, ownDid: string): FeedbackKind {
  const isOurs = (uri: string | undefined): boolean => uri?.startsWith(`at://${ownDid}/`) === true;
  if (isOurs(record.reply?.parent.uri) || isOurs(record.reply?.root.uri) || reason === "reply") return "reply";
  const namesUs = listFeatures(record, "mention").includes(ownDid) || isOurs(findQuoted(record));
  return namesUs || reason !== undefined ? "mention" : "post";
}

export function toFeedback(post: FoundPost, kind: FeedbackKind): Feedback {
  const { uri, cid, record, createdAt } = post;
  const language = record.langs?.[0];
  const labels = record.labels?.values.map(({ val }) => val) ?? [];
  return {
    kind,
    change: "created",
    network: "bluesky",
    ref: toRef(uri, cid),
    author: toAuthor(post.author),
    text: record.text,
    ...(language && { language }),
    ...(labels.length > 0 && { contentWarning: labels.join(", ") }),
    createdAt,
    private: false,
    hashtags: listHashtags(record),
    links: listLinks(record),
    media: toMedia(post.embedView),
    ...(record.reply && {
      inReplyTo: toRef(record.reply.parent.uri, record.reply.parent.cid),
      root: toRef(record.reply.root.uri, record.reply.root.cid),
    }),
  };
}

function toAuthor({ did, handle, displayName, labels }: AuthorView): Author {
  const bot = labels?.some(({ val, src }) => val === "bot" && src === did);
  return {
    id: did,
    handle,
    ...(displayName && { name: displayName }),
    url: toProfileUrl(did),
    ...(bot !== undefined && { bot }),
  };
}

function listLinks(record: AnyPostRecord): readonly string[] {
  const { embed } = record;
  const card = (embed?.external ?? embed?.media?.external)?.uri;
  const links = [...listFeatures(record, "link"), ...(card === undefined ? [] : [card])];
  return [...new Set(links)].filter((link) => /^https?:\/\//i.test(link));
}

const alt = z.catch(z.optional(z.string()), undefined);
const viewSchema = z.object({
  images: z.optional(z.array(z.object({ fullsize: z.string(), alt }))),
  items: z.optional(z.array(z.object({ fullsize: z.string(), alt }))),
  playlist: z.optional(z.string()),
  alt,
  media: z.optional(z.unknown()),
});

/** @see https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky/embed */
function toMedia(embedView: unknown): readonly FeedbackMedia[] {
  const outer = z.safeParse(viewSchema, embedView).data;
  // Beside a quote, the media are wrapped once.
  const view = outer?.media === undefined ? outer : z.safeParse(viewSchema, outer.media).data;
  const media: FeedbackMedia[] = [];
  for (const image of view?.images ?? view?.items ?? []) {
    media.push({ kind: "image", url: image.fullsize, ...(image.alt && { alt: image.alt }) });
  }
  if (view?.playlist !== undefined)
    media.push({ kind: "video", url: view.playlist, ...(view.alt && { alt: view.alt }) });
  return media;
}
