import type { Draft, FindResult, PublishContext } from "@carecast/adapter";
import { parseHeadered, statusesSchema, type Api, type Status } from "./api.ts";
import { shortenMentions } from "./measure.ts";
import { toReceipt } from "./publish.ts";
import { toFullText } from "./to-feedback.ts";
import { readDraft, type DraftBody } from "./to-status-body.ts";

const newest = 40;
/** The second that the `Date` header rounds off, and what a busy network adds. */
const toleranceMs = 10_000;

/**
 * Looks for the post of `draft` among the newest of our own.
 *
 * "Not there" is certain when these reach back to before the draft was prepared, because an instance shows a new
 * post at once to its author; not when a post looks alike without being equal (some forks rewrite markup).
 * Danger: a request whose answer was just lost may still be on its way. Repeat it with its key first.
 *
 * @see https://docs.joinmastodon.org/methods/accounts/#statuses
 */
export async function find(api: Api, draft: Draft, context: PublishContext): Promise<FindResult> {
  const body = readDraft(draft);
  const { id } = await api.ownAccount(context.signal);
  const { json, header } = await api.http.answer({
    path: `/api/v1/accounts/${encodeURIComponent(id)}/statuses`,
    query: { exclude_reblogs: true, limit: newest },
    signal: context.signal,
    tellRate: context.tellRate,
  });
  const statuses = parseHeadered(statusesSchema, json);
  const fromMs = toEarliest(body.preparedAt, header("date"), context.clock.now());
  const recent = statuses.filter((status) => Date.parse(status.created_at) >= fromMs);
  const answering = recent.filter((status) => (status.in_reply_to_id ?? undefined) === context.replyTo?.parent.id);
  const same = answering.find((status) => isSame(status, body));
  if (same) return { found: true, receipt: toReceipt(same) };
  const reachesBack = statuses.length < newest || recent.length < statuses.length;
  return { found: false, certain: reachesBack && !answering.some((status) => isAlike(status, body)) };
}

/** On the clock of the instance, where ours is ahead of it. */
function toEarliest(preparedAt: string, dateHeader: string | null, nowMs: number): number {
  const serverMs = Date.parse(dateHeader ?? "");
  const aheadMs = Number.isNaN(serverMs) ? 0 : Math.max(0, nowMs - serverMs);
  return Date.parse(preparedAt) - aheadMs - toleranceMs;
}

function isSame(status: Status, { post }: DraftBody): boolean {
  const attached = status.media_attachments ?? [];
  // An uploaded file can be attached once only: whatever shows it is the post, even if a human has edited the text.
  if (post.media_ids) return post.media_ids.every((id) => attached.some((media) => media.id === id));
  return (
    attached.length === 0 &&
    (status.spoiler_text ?? "").trim() === (post.spoiler_text ?? "").trim() &&
    reduce(toFullText(status.content), whiteSpace) === reduce(post.status, whiteSpace)
  );
}

/** Only letters and digits are the same: a fork that reads asterisks as markup shows the post like this. */
function isAlike(status: Status, { post }: DraftBody): boolean {
  return !post.media_ids && reduce(toFullText(status.content), marks) === reduce(post.status, marks);
}

const whiteSpace = /\s+/gu;
const marks = /[^\p{L}\p{N}]+/gu;

function reduce(text: string, ignored: RegExp): string {
  return shortenMentions(text).replace(ignored, "");
}
