import type { Feedback, FeedbackKind, Inbound } from "@carecast/adapter";
import type { Status } from "./api.ts";
import { isNewer, type Positions } from "./cursor.ts";
import type { SourceEvent } from "./follow-source.ts";
import { isPrivate, toFeedback, toKind } from "./to-feedback.ts";

/** How many posts are remembered, to tell their edits and deletions from those of strangers. */
const remembered = 5_000;

interface Remembered {
  readonly kind: FeedbackKind;
  readonly createdAt: string;
  readonly private: boolean;
  readonly editedAt: string | null | undefined;
}

export interface InboundOptions {
  /** Our own account, whose posts are no feedback. */
  readonly ownId: string;
  readonly kinds: readonly FeedbackKind[] | undefined;
  /** Of every source; kept up to date with each event. */
  readonly positions: Positions;
}

/** A function that turns events into what is handed on; undefined for what was seen already or is not asked for. */
export function createToInbound(options: InboundOptions): (event: SourceEvent) => Inbound | undefined {
  const { ownId, kinds, positions } = options;
  const posts = new Map<string, Remembered>();

  const finish = (eventId: string, feedback: Feedback): Inbound | undefined =>
    kinds === undefined || kinds.includes(feedback.kind)
      ? { eventId, cursor: JSON.stringify(positions), feedback }
      : undefined;

  const remember = (status: Status, kind: FeedbackKind): void => {
    posts.set(status.id, {
      kind,
      createdAt: status.created_at,
      private: isPrivate(status),
      editedAt: status.edited_at,
    });
    for (const oldest of posts.keys()) {
      if (posts.size <= remembered) break;
      posts.delete(oldest);
    }
  };

  const toCreated = (event: SourceEvent & { change: "created" }): Inbound | undefined => {
    const { source, position, status } = event;
    if (isNewer(position, positions[source.key] ?? "")) positions[source.key] = position;
    if (!status || status.account.id === ownId || posts.has(status.id)) return undefined;
    const found = toKind(status, ownId);
    const kind = found === "post" && source.name === "notifications" ? "mention" : found;
    remember(status, kind);
    return finish(`${kind}:${status.id}`, toFeedback(status, kind, "created"));
  };

  const toEdited = ({ source, status }: SourceEvent & { change: "edited" }): Inbound | undefined => {
    const known = posts.get(status.id);
    const kind = known?.kind ?? toKind(status, ownId);
    // The user's stream also tells of edits by everybody whom the account follows.
    const isStrange = kind === "post" && source.name === "notifications" && !known;
    const { edited_at: editedAt } = status;
    if (isStrange || !editedAt || editedAt === known?.editedAt || status.account.id === ownId) return undefined;
    remember(status, kind);
    return finish(`${kind}:${status.id}:${editedAt}`, toFeedback(status, kind, "edited"));
  };

  const toDeleted = ({ id }: SourceEvent & { change: "deleted" }): Inbound | undefined => {
    const known = posts.get(id);
    if (!known) return undefined;
    posts.delete(id);
    return finish(`${known.kind}:${id}:deleted`, {
      kind: known.kind,
      change: "deleted",
      network: "mastodon",
      ref: { id },
      text: "",
      createdAt: known.createdAt,
      private: known.private,
      hashtags: [],
      links: [],
      media: [],
    });
  };

  return (event) => {
    if (event.change === "created") return toCreated(event);
    return event.change === "edited" ? toEdited(event) : toDeleted(event);
  };
}
