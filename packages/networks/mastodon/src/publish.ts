import {
  isCarecastError,
  type CallContext,
  type Draft,
  type Part,
  type PostRef,
  type PrepareContext,
  type PublishContext,
  type Receipt,
} from "@carecast/adapter";
import { checkPart, type PartRules } from "@carecast/adapter-kit";
import { readPosted, type Api, type Posted } from "./api.ts";
import { readDraft, toStatusBody, type DraftBody } from "./to-status-body.ts";
import { uploadMedia } from "./upload-media.ts";

/** The documentation names no time for unattached media, people report about a day: half of that is safe. */
const mediaLifeMs = 12 * 60 * 60_000;

/** @param rules what the instance has told of itself; the documented limits are no reason to refuse a part. */
export async function prepare(
  { http }: Api,
  part: Part,
  rules: PartRules | undefined,
  context: PrepareContext,
): Promise<Draft> {
  context.signal?.throwIfAborted();
  if (rules) checkPart(part, rules);
  const nowMs = context.clock.now();
  const mediaIds = await Promise.all(part.media.map((media, index) => uploadMedia(http, media, index, context)));
  const body = {
    post: toStatusBody(part, mediaIds),
    preparedAt: new Date(nowMs).toISOString(),
    ...(part.poll && { poll: { ...part.poll } }),
  } satisfies DraftBody;
  return {
    body,
    ...(mediaIds.length > 0 && { expiresAt: new Date(nowMs + mediaLifeMs).toISOString() }),
  };
}

/** @see https://docs.joinmastodon.org/methods/statuses/#create */
export async function publish({ http }: Api, draft: Draft, context: PublishContext): Promise<Receipt> {
  const { post, poll } = readDraft(draft);
  const posted = await http.json(
    {
      method: "POST",
      path: "/api/v1/statuses",
      headers: { "Idempotency-Key": context.key },
      json: {
        ...post,
        ...(context.replyTo && { in_reply_to_id: context.replyTo.parent.id }),
        ...(poll && { poll: toPollBody(poll, context) }),
      },
      irreversible: true,
      signal: context.signal,
      tellRate: context.tellRate,
      budget: "posts",
    },
    readPosted,
  );
  return toReceipt(posted);
}

/** @see https://docs.joinmastodon.org/methods/statuses/#edit */
export async function revise({ http }: Api, ref: PostRef, draft: Draft, context: CallContext): Promise<Receipt> {
  const { post, poll } = readDraft(draft);
  const { visibility: _fixed, ...content } = post;
  const posted = await http.json(
    {
      method: "PUT",
      path: statusPath(ref),
      // What is left out stays as it was: a warning or picture that the new content has not must be taken away.
      json: { spoiler_text: "", media_ids: [], ...content, ...(poll && { poll: toPollBody(poll, context) }) },
      signal: context.signal,
      tellRate: context.tellRate,
      budget: "posts",
    },
    readPosted,
  );
  return toReceipt(posted);
}

/** @see https://docs.joinmastodon.org/methods/statuses/#delete */
export async function retract({ http }: Api, ref: PostRef, context: CallContext): Promise<void> {
  try {
    // Removals have a budget of their own, thirty in half an hour: told, it would pass for that of all requests.
    await http.answer({ method: "DELETE", path: statusPath(ref), signal: context.signal });
  } catch (error) {
    if (!isCarecastError(error) || (error.status !== 404 && error.status !== 410)) throw error;
  }
}

export function toReceipt(
  posted: Pick<Posted, "id" | "created_at" | "edited_at"> & { url?: string | null | undefined },
): Receipt {
  return {
    id: posted.id,
    ...(posted.url && { url: posted.url }),
    state: "delivered",
    at: posted.edited_at ?? posted.created_at,
  };
}

export function statusPath(ref: PostRef): string {
  return `/api/v1/statuses/${encodeURIComponent(ref.id)}`;
}

function toPollBody(poll: NonNullable<DraftBody["poll"]>, { clock }: CallContext): object {
  const leftMs = Date.parse(poll.closesAt) - clock.now();
  return { options: poll.options, multiple: poll.multiple, expires_in: Math.round(leftMs / 1000) };
}
