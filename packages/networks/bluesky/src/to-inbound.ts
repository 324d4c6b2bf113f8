import type { Feedback, FeedbackKind, Inbound } from "@carecast/adapter";
import { markElsewhere, markHandled, writeCursor, type Places } from "./cursor.ts";
import { listHashtags, type AnyPostRecord } from "./post-record.ts";
import type { SourceEvent, Wanted } from "./sources.ts";
import { toFeedback, toKind } from "./to-feedback.ts";

/** How many posts are remembered, to drop what a second source brings and to tell their deletion. */
const remembered = 5_000;

export interface InboundOptions {
  /** Our own account, whose posts are no feedback. */
  readonly ownDid: string;
  readonly kinds: readonly FeedbackKind[] | undefined;
  readonly wanted: Wanted;
  /** Of every source; kept up to date with each event. */
  readonly places: Places;
}

/** A function that turns events into what is handed on; undefined for what was seen already or is not asked for. */
export function createToInbound(options: InboundOptions): (event: SourceEvent) => Inbound | undefined {
  const { ownDid, kinds, wanted, places } = options;
  const posts = new Map<string, Pick<Feedback, "kind" | "createdAt">>();

  const remember = (uri: string, feedback: Feedback): void => {
    posts.set(uri, { kind: feedback.kind, createdAt: feedback.createdAt });
    for (const oldest of posts.keys()) {
      if (posts.size <= remembered) break;
      posts.delete(oldest);
    }
  };

  const toCreated = ({ source, at, post }: SourceEvent & { change: "created" }): Inbound | undefined => {
    const place = places[source];
    if (place) markHandled(place, post.uri, at);
    if (post.author.did === ownDid || posts.has(post.uri)) return undefined;
    const kind = toKind(post, ownDid);
    if (!isAskedFor(kind, post.record, wanted, kinds)) return undefined;
    const feedback = toFeedback(post, kind);
    remember(post.uri, feedback);
    for (const key in places) if (places[key] && key !== source) markElsewhere(places[key], post.uri, at);
    return { eventId: post.uri, cursor: writeCursor(places), feedback };
  };

  const toDeleted = ({ uri }: SourceEvent & { change: "deleted" }): Inbound | undefined => {
    const known = posts.get(uri);
    if (!known) return undefined;
    posts.delete(uri);
    const nothing = { hashtags: [], links: [], media: [] };
    const feedback: Feedback = {
      ...known,
      ...nothing,
      change: "deleted",
      network: "bluesky",
      ref: { id: uri },
      text: "",
      private: false,
    };
    return { eventId: `${uri}#deleted`, cursor: writeCursor(places), feedback };
  };

  return (event) => (event.change === "created" ? toCreated(event) : toDeleted(event));
}

/** Whether a post of this kind is wanted: one that says nothing to us only for its hashtag. */
export function isAskedFor(
  kind: FeedbackKind,
  record: AnyPostRecord,
  { hashtags }: Wanted,
  kinds: readonly FeedbackKind[] | undefined,
): boolean {
  if (kind === "post")
    return hashtags.length > 0 && listHashtags(record).some((tag) => hashtags.includes(tag.toLowerCase()));
  return kinds === undefined || kinds.includes(kind);
}
