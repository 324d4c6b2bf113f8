import type { MediaKind, State, Visibility } from "./state.ts";

/** A live post of one of the server's own accounts, as the author wrote it. */
export interface MastodonPost {
  readonly id: string;
  readonly url: string;
  readonly author: string;
  readonly text: string;
  readonly contentWarning: string;
  readonly sensitive: boolean;
  readonly visibility: Visibility;
  readonly language: string | null;
  readonly inReplyToId: string | null;
  readonly media: readonly { readonly id: string; readonly kind: MediaKind; readonly description: string | null }[];
  readonly poll: { readonly options: readonly string[]; readonly multiple: boolean } | null;
  /** Whether it is on top of its author's page. */
  readonly pinned: boolean;
  readonly createdAt: string;
  readonly editedAt: string | null;
}

export function listPosts(state: State): readonly MastodonPost[] {
  const posts: MastodonPost[] = [];
  for (const status of state.statuses.values()) {
    if (status.account.host !== undefined) continue;
    posts.push({
      id: status.id,
      url: status.url,
      author: status.account.username,
      text: status.text,
      contentWarning: status.spoilerText,
      sensitive: status.sensitive,
      visibility: status.visibility,
      language: status.language,
      inReplyToId: status.inReplyTo?.id ?? null,
      media: status.media.map(({ id, kind, description }) => ({ id, kind, description })),
      poll: status.poll === null ? null : { options: status.poll.options, multiple: status.poll.multiple },
      pinned: state.pins.has(status.id),
      createdAt: status.createdAt,
      editedAt: status.editedAt,
    });
  }
  return posts;
}
