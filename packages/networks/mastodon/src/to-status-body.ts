import type { Audience, Draft, IsoDateTime, Part } from "@carecast/adapter";

/** The JSON of `POST /api/v1/statuses`, without what is known only at the moment of sending. */
export type StatusBody = {
  readonly status: string;
  readonly visibility: string;
  readonly sensitive: boolean;
  readonly spoiler_text?: string;
  readonly language?: string;
  readonly media_ids?: readonly string[];
};

/** What `prepare` hands to core for the journal; types and not interfaces, which are not known to be JSON. */
export type DraftBody = {
  readonly post: StatusBody;
  /** The post cannot be older than this: `find` need not look further back. */
  readonly preparedAt: IsoDateTime;
  /** The instance wants the seconds that are left, so they are counted when the post is sent. */
  readonly poll?: { readonly options: readonly string[]; readonly multiple: boolean; readonly closesAt: IsoDateTime };
};

const visibilities: Readonly<Record<Audience, string>> = {
  public: "public",
  unlisted: "unlisted",
  followers: "private",
};

/** @see https://docs.joinmastodon.org/methods/statuses/#create */
export function toStatusBody(part: Part, mediaIds: readonly string[]): StatusBody {
  return {
    status: part.text,
    visibility: visibilities[part.audience],
    // Said in full, because what is left out comes from the settings of the account.
    sensitive: part.contentWarning !== undefined,
    ...(part.contentWarning !== undefined && { spoiler_text: part.contentWarning }),
    ...(part.language !== undefined && { language: toLanguage(part.language) }),
    ...(mediaIds.length > 0 && { media_ids: mediaIds }),
  };
}

/**
 * The language without region and script. Older servers know no others, and in place of a tag that it does not know
 * a server writes the language of the account, which may be a wrong one.
 */
function toLanguage(tag: string): string {
  return (tag.split("-", 1)[0] ?? tag).toLowerCase();
}

export function readDraft(draft: Draft): DraftBody {
  // Core hands back what `prepare` made, unchanged.
  return draft.body as DraftBody;
}
