import {
  isCarecastError,
  type Draft,
  type FindResult,
  type Part,
  type PrepareContext,
  type PublishContext,
  type Receipt,
} from "@carecast/adapter";
import { checkPart, type Http, type HttpRequest, type PartRules } from "@carecast/adapter-kit";
import type { PlainLever } from "@carecast/sandbox";

import { readContainer, readPost, readPosts, toReceipt, type Post } from "./api.ts";
import { readDraft, type DraftBody } from "./draft.ts";
import { uploadMedia } from "./upload-media.ts";

/** One network, as its lever makes it. */
export interface Wire {
  readonly http: Http;
  readonly lever: PlainLever;
  readonly rules: PartRules;
}

export async function prepare({ http, lever, rules }: Wire, part: Part, context: PrepareContext): Promise<Draft> {
  const { clock, key, signal, tellRate } = context;
  signal?.throwIfAborted();
  checkPart(part, rules);
  const uploaded = await Promise.all(part.media.map((media, index) => uploadMedia(http, media, index, context)));
  const body = {
    text: part.text,
    media: uploaded.map(({ id }) => id),
    preparedAt: clock.now(),
  } satisfies DraftBody;
  const ends = uploaded.map(({ expiresAt }) => expiresAt);
  if (lever === "container") {
    const json = { text: body.text, media: body.media, reference: key };
    const made = await http.json({ method: "POST", path: "/v1/containers", json, signal, tellRate }, readContainer);
    return { body: { ...body, container: made.id }, expiresAt: earliest([made.expiresAt]) };
  }
  return { body, ...(ends.length > 0 && { expiresAt: earliest(ends) }) };
}

function earliest(times: readonly string[]): string {
  return new Date(Math.min(...times.map((time) => Date.parse(time)))).toISOString();
}

export async function publish({ http, lever }: Wire, draft: Draft, context: PublishContext): Promise<Receipt> {
  const { key, signal, tellRate } = context;
  const request = {
    ...toRequest(lever, readDraft(draft), context),
    method: "POST",
    irreversible: true,
    signal,
    tellRate,
  } as const;
  try {
    return toReceipt(await http.json(request, readPost));
  } catch (error) {
    if (lever !== "record-key" || !isCarecastError(error) || error.platformCode !== "exists") throw error;
    // Nobody else writes under this key: what is there is what an earlier call has sent.
    return toReceipt(await http.json({ path: `/v1/posts/${encodeURIComponent(key)}`, signal, tellRate }, readPost));
  }
}

function toRequest(lever: PlainLever, draft: DraftBody, { key, replyTo }: PublishContext): HttpRequest {
  const parent = replyTo && { parent: replyTo.parent.id };
  if (lever === "container")
    return { path: `/v1/containers/${encodeURIComponent(draft.container ?? "")}/publish`, json: { ...parent } };
  const post = { text: draft.text, media: draft.media, ...parent, reference: key };
  if (lever === "record-key") return { path: "/v1/posts", json: { ...post, id: key } };
  if (lever === "nonce") return { path: "/v1/posts", json: { ...post, nonce: key } };
  const headers = lever === "idempotency-key" ? { "Idempotency-Key": key } : {};
  return { path: "/v1/posts", json: post, headers };
}

/** The clocks of two machines differ. */
const toleranceMs = 10_000;

/** Looks through all own posts since the draft was made: what is not among them does not exist. */
export async function find({ http }: Wire, draft: Draft, context: PublishContext): Promise<FindResult> {
  const wanted = readDraft(draft);
  const query = { since: wanted.preparedAt - toleranceMs };
  const posts = await http.json(
    { path: "/v1/posts", query, signal: context.signal, tellRate: context.tellRate },
    readPosts,
  );
  const parent = context.replyTo?.parent.id ?? null;
  const found = posts.find((post) => isSame(post, wanted) && post.parent === parent);
  return found ? { found: true, receipt: toReceipt(found) } : { found: false, certain: true };
}

function isSame({ text, media }: Post, wanted: DraftBody): boolean {
  return text === wanted.text && media.join() === wanted.media.join();
}
