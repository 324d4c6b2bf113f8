import { UnsupportedError, type FeedbackKind, type ListenQuery } from "@carecast/adapter";
import type { Query } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { parseStatus, type Status } from "./api.ts";

/** One thing that an account can follow: its notifications, or a hashtag. */
export interface Source {
  /** For facts. */
  readonly name: "notifications" | "hashtag";
  /** Its name in the cursor. */
  readonly key: string;
  readonly stream: { readonly path: string; readonly query?: Query };
  /** Where to page, for what the stream did not bring. */
  readonly page: { readonly path: string; readonly query: Query & { readonly limit: number } };
  /** The stream's name for a new item; events of other names are edits, deletions or none of our business. */
  readonly event: string;
  /** Whether items can turn up behind newer ones. */
  readonly late: boolean;
  /** A new item of stream or page; undefined where it is of a kind that nobody models. */
  read(value: unknown): Item | undefined;
}

export interface Item {
  /** The id to page by. */
  readonly id: string;
  readonly createdAt: string;
  /** Left out where the item is nothing to hand on, such as a boost. */
  readonly status?: Status;
}

const notificationSchema = z.object({
  id: z.string(),
  type: z.string(),
  created_at: z.string(),
  // Read apart: one in a form that nobody expects must not hide the id, or paging would come back to it for ever.
  status: z.unknown(),
});

/** @throws UnsupportedError when nothing can bring what the query asks for. */
export function toSources({ kinds, hashtags = [] }: ListenQuery): readonly Source[] {
  const wants = (...some: FeedbackKind[]): boolean => kinds === undefined || some.some((kind) => kinds.includes(kind));
  const sources = wants("mention", "reply", "direct-message") ? [notifications] : [];
  if (wants("post")) {
    const tags = new Set(hashtags.map((tag) => tag.replace(/^#/, "").toLowerCase()));
    for (const tag of tags) sources.push(toHashtagSource(tag));
  }
  if (sources.length > 0) return sources;
  throw new UnsupportedError(
    "mastodon: nothing brings this feedback; it has mention, reply, direct-message, and post where hashtags are given.",
    { network: "mastodon", path: "kinds" },
  );
}

/** The stream is the whole `user` one: `user/notification` leaves out edits and deletions. */
const notifications: Source = {
  name: "notifications",
  key: "notifications",
  stream: { path: "/api/v1/streaming/user" },
  page: { path: "/api/v1/notifications", query: { "types[]": ["mention"], limit: 80 } },
  event: "notification",
  late: false,
  read(value) {
    const { data } = z.safeParse(notificationSchema, value);
    if (!data) return undefined;
    const { id, created_at: createdAt } = data;
    const status = data.type === "mention" ? parseStatus(data.status) : undefined;
    return status ? { id, createdAt, status } : { id, createdAt };
  },
};

function toHashtagSource(tag: string): Source {
  return {
    name: "hashtag",
    key: `#${tag}`,
    stream: { path: "/api/v1/streaming/hashtag", query: { tag } },
    page: { path: `/api/v1/timelines/tag/${encodeURIComponent(tag)}`, query: { limit: 40 } },
    event: "update",
    late: true,
    read(value) {
      const status = parseStatus(value);
      if (!status) return undefined;
      const { id, created_at: createdAt } = status;
      return status.reblog ? { id, createdAt } : { id, createdAt, status };
    },
  };
}
