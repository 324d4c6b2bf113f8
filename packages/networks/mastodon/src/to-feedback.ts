import type { Author, Feedback, FeedbackKind, FeedbackMedia } from "@carecast/adapter";
import { htmlToText } from "@carecast/adapter-kit";
import type { Account, Status } from "./api.ts";

/** What `status` is to us. `post`: it neither names nor answers us. */
export function toKind(status: Status, ownId: string): FeedbackKind {
  if (status.visibility === "direct") return "direct-message";
  if (status.in_reply_to_account_id === ownId) return "reply";
  return status.mentions?.some((mention) => mention.id === ownId) ? "mention" : "post";
}

/** Followers-only and direct posts are for named people; so is every visibility that a fork has invented. */
export function isPrivate({ visibility }: Status): boolean {
  return visibility !== "public" && visibility !== "unlisted";
}

export function toFeedback(status: Status, kind: FeedbackKind, change: "created" | "edited"): Feedback {
  return {
    kind,
    change,
    network: "mastodon",
    // `uri` is the same on every instance, `id` only on ours.
    ref: { id: status.id, ...(status.url && { url: status.url }), ...(status.uri && { data: { uri: status.uri } }) },
    author: toAuthor(status.account),
    text: htmlToText(status.content),
    ...(status.language && { language: status.language }),
    ...(status.spoiler_text && { contentWarning: status.spoiler_text }),
    createdAt: status.created_at,
    private: isPrivate(status),
    hashtags: status.tags?.map((tag) => tag.name) ?? [],
    links: findHrefs(status.content),
    media: toMedia(status),
    ...(status.in_reply_to_id && { inReplyTo: { id: status.in_reply_to_id } }),
  };
}

function toAuthor(account: Account): Author {
  return {
    id: account.id,
    handle: account.acct,
    ...(account.display_name && { name: account.display_name }),
    ...(account.url && { url: account.url }),
    ...(typeof account.bot === "boolean" && { bot: account.bot }),
  };
}

const mediaKinds: Readonly<Record<string, FeedbackMedia["kind"]>> = {
  image: "image",
  gifv: "video",
  video: "video",
  audio: "audio",
};

function toMedia(status: Status): readonly FeedbackMedia[] {
  const media: FeedbackMedia[] = [];
  for (const attachment of status.media_attachments ?? []) {
    const url = attachment.url ?? attachment.remote_url ?? attachment.preview_url;
    const { description: alt } = attachment;
    if (url) media.push({ kind: mediaKinds[attachment.type] ?? "other", url, ...(alt && { alt }) });
  }
  return media;
}

const anchor = /<a\s[^>]*>/gi;
const markup = /\s(?:class|rel)\s*=\s*["'][^"']*\b(?:mention|hashtag|tag)\b/i;
const href = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i;

/** The addresses that the author wrote: mentions and hashtags are links too, but not theirs. */
function findHrefs(html: string): readonly string[] {
  const links: string[] = [];
  for (const [tag] of html.matchAll(anchor)) {
    const escaped = markup.test(tag) ? undefined : readHref(tag);
    if (escaped !== undefined && /^https?:\/\//i.test(escaped)) links.push(decode(escaped));
  }
  return links;
}

/** `html` as text with every link written out, where readers see a shortened one. */
export function toFullText(html: string): string {
  // The shown text stays behind as an invisible element, which the conversion leaves out.
  return htmlToText(
    html.replace(anchor, (tag) => (markup.test(tag) ? tag : `${readHref(tag) ?? ""}<a class="invisible">`)),
  );
}

/** The address as it stands in the markup, with `&amp;` and the like. */
function readHref(tag: string): string | undefined {
  const match = href.exec(tag);
  return match?.[1] ?? match?.[2];
}

function decode(text: string): string {
  return text.includes("&") ? htmlToText(text) : text;
}
