import type { Draft, IsoDateTime, Part, PartMedia, PostRef, ReplyTarget } from "@carecast/adapter";
import { postCollection, type BlobRef } from "./api.ts";
import { invalid } from "./errors.ts";
import { toFacets, type Facet } from "./facets.ts";

/**
 * A post as it is stored. A type and not an interface, so that it counts as `Json`.
 *
 * @see https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
 */
export type PostRecord = {
  readonly $type: typeof postCollection;
  readonly text: string;
  readonly createdAt: IsoDateTime;
  readonly langs?: readonly string[];
  readonly facets?: readonly Facet[];
  readonly reply?: { readonly root: StrongRef; readonly parent: StrongRef };
  readonly embed?: Embed;
};

type StrongRef = { readonly uri: string; readonly cid: string };
type AspectRatio = { readonly width: number; readonly height: number };
type Embed =
  | { readonly $type: "app.bsky.embed.images"; readonly images: readonly ImageEmbed[] }
  | {
      readonly $type: "app.bsky.embed.video";
      readonly video: BlobRef;
      readonly alt: string;
      readonly aspectRatio?: AspectRatio;
    }
  | {
      readonly $type: "app.bsky.embed.external";
      readonly external: { readonly uri: string; readonly title: string; readonly description: string };
    };
type ImageEmbed = { readonly image: BlobRef; readonly alt: string; readonly aspectRatio?: AspectRatio };

/** What `prepare` hands to core for the journal: everything that must be the same on every repetition. */
export type DraftBody = {
  /** The account, by DID: a draft never goes out on another one. */
  readonly repo: string;
  /** The key that we chose for the record, and the lever against doubles. */
  readonly rkey: string;
  readonly record: PostRecord;
};

export interface RecordParts {
  readonly part: Part;
  /** The uploaded media, in the order of the part. */
  readonly blobs: readonly BlobRef[];
  /** DIDs of the mentioned handles. */
  readonly dids: ReadonlyMap<string, string>;
  readonly createdAt: IsoDateTime;
}

export function toRecord({ part, blobs, dids, createdAt }: RecordParts): PostRecord {
  // A lone surrogate cannot be written as UTF-8: the server would store another text than we compare with.
  const text = part.text.toWellFormed();
  const facets = toFacets(text, dids);
  const embed = toEmbed(part, blobs);
  return {
    $type: postCollection,
    text,
    createdAt,
    ...(part.language !== undefined && { langs: toLangs(part.language) }),
    ...(facets.length > 0 && { facets }),
    ...(embed && { embed }),
  };
}

/** The tag as it is, and its language alone: filters of readers compare with the short form. */
function toLangs(tag: string): readonly string[] {
  const language = tag.split("-", 1)[0] ?? tag;
  return language === tag ? [tag] : [tag, language];
}

function toEmbed({ media, card }: Part, blobs: readonly BlobRef[]): Embed | undefined {
  const [first] = media;
  const [firstBlob] = blobs;
  if (first?.kind === "video" && firstBlob !== undefined) {
    return { $type: "app.bsky.embed.video", video: firstBlob, alt: first.alt.toWellFormed(), ...toAspectRatio(first) };
  }
  if (blobs.length > 0) {
    const images = media.flatMap((each, index) => {
      const image = blobs[index];
      return image === undefined ? [] : [{ image, alt: each.alt.toWellFormed(), ...toAspectRatio(each) }];
    });
    return { $type: "app.bsky.embed.images", images };
  }
  if (card === undefined) return undefined;
  const { url, title, description = "" } = card;
  return {
    $type: "app.bsky.embed.external",
    external: { uri: url, title: title.toWellFormed(), description: description.toWellFormed() },
  };
}

function toAspectRatio({ width, height }: PartMedia): { aspectRatio?: AspectRatio } {
  return width !== undefined && height !== undefined && width > 0 && height > 0
    ? { aspectRatio: { width, height } }
    : {};
}

/** The record with what it answers; known only when it is sent, and the same on every repetition. */
export function withReply(record: PostRecord, replyTo: ReplyTarget | undefined): PostRecord {
  if (replyTo === undefined) return record;
  const reply = {
    root: toStrongRef(replyTo.root, "replyTo.root"),
    parent: toStrongRef(replyTo.parent, "replyTo.parent"),
  };
  return { ...record, reply };
}

/** Bluesky wants to see the cid of the exact version again; it travels in `PostRef.data`. */
function toStrongRef({ id, data }: PostRef, path: string): StrongRef {
  const cid = typeof data === "object" && data !== null && "cid" in data ? data.cid : undefined;
  if (typeof cid === "string" && cid !== "") return { uri: id, cid };
  throw invalid(`${path}.data.cid`, "reply-cid", "Hand over the receipt or the feedback's ref as it came.");
}

export function readDraft(draft: Draft): DraftBody {
  // Core hands back what `prepare` made, unchanged.
  return draft.body as DraftBody & Draft["body"];
}
