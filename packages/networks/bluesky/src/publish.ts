import {
  BadResponseError,
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
import { postCollection, readDid, readWritten, type Api, type Written } from "./api.ts";
import { parsePostUri, toPostUri } from "./at-uri.ts";
import { hasCode, invalid } from "./errors.ts";
import { findHandles } from "./facets.ts";
import { readTaken, toReceipt } from "./find.ts";
import type { ReadOptions } from "./options.ts";
import { readDraft, toRecord, withReply, type DraftBody } from "./to-record.ts";
import { uploadMedia } from "./upload-media.ts";

/** Servers are asked to keep an unused file for an hour at least. @see https://atproto.com/specs/blob */
const blobLifeMs = 60 * 60_000;

export interface Preparation {
  readonly api: Api;
  readonly settings: ReadOptions;
  readonly rules: PartRules;
  /** Gives out record keys. */
  readonly nextKey: (nowMs: number) => string;
}

export async function prepare(
  { api, settings, rules, nextKey }: Preparation,
  part: Part,
  context: PrepareContext,
): Promise<Draft> {
  checkPart(part, rules);
  const { did } = await api.session(context);
  const [blobs, dids] = await Promise.all([
    Promise.all(part.media.map((media, index) => uploadMedia(api, settings, media, index, context))),
    resolveHandles(api, findHandles(part.text), context),
  ]);
  const nowMs = context.clock.now();
  const createdAt = new Date(nowMs).toISOString();
  const body = {
    repo: did,
    rkey: nextKey(nowMs),
    record: toRecord({ part, blobs, dids, createdAt }),
  } satisfies DraftBody;
  return { body, ...(blobs.length > 0 && { expiresAt: new Date(nowMs + blobLifeMs).toISOString() }) };
}

async function resolveHandles(
  api: Api,
  handles: readonly string[],
  context: CallContext,
): Promise<ReadonlyMap<string, string>> {
  const dids = new Map<string, string>();
  await Promise.all(
    handles.map(async (handle) => {
      try {
        const request = { name: "com.atproto.identity.resolveHandle", query: { handle } };
        dids.set(handle, (await api.json(request, readDid, context)).did);
      } catch (error) {
        // Nobody has that handle: it stays plain text. What is not known for certain is no reason to drop a mention.
        if (!isCarecastError(error) || error.code !== "platform" || error.status !== 400) throw error;
      }
    }),
  );
  return dids;
}

/**
 * Writes the record under the key that `prepare` chose, and only if nothing is there: however often the same draft
 * comes, there is one post. The reference server answers a repetition with the record that it has; others may refuse
 * it with `InvalidSwap`, and then the stored record tells whether it is ours.
 *
 * @see https://docs.bsky.app/docs/api/com-atproto-repo-put-record
 */
export async function publish(api: Api, draft: Draft, context: PublishContext): Promise<Receipt> {
  const { repo, rkey, record: prepared } = readDraft(draft);
  const record = withReply(prepared, context.replyTo);
  const request = {
    method: "POST",
    name: "com.atproto.repo.putRecord",
    json: { repo, collection: postCollection, rkey, record, swapRecord: null },
    irreversible: true,
    budget: "posts",
  } as const;
  let written: Written;
  try {
    written = await api.json(request, readWritten, context);
  } catch (error) {
    if (!hasCode(error, "InvalidSwap")) throw error;
    written = await readTaken(api, { repo, rkey, record }, context);
  }
  if (written.uri !== toPostUri(repo, rkey)) {
    throw new BadResponseError("bluesky: the server names another post than the one it was given.", {
      network: "bluesky",
    });
  }
  return toReceipt(written, new Date(context.clock.now()).toISOString());
}

/** @throws InvalidPostError for a post that is not in the repository of the account. */
export async function locateOwnPost(
  api: Api,
  ref: PostRef,
  context: CallContext,
): Promise<{ readonly repo: string; readonly rkey: string | undefined }> {
  const { did: repo } = await api.session(context);
  const { did, rkey } = parsePostUri(ref.id);
  if (did !== repo) throw invalid("ref.id", "not-own-post", "This is no post of this account.");
  return { repo, rkey };
}

/** @see https://docs.bsky.app/docs/api/com-atproto-repo-delete-record */
export async function retract(api: Api, ref: PostRef, context: CallContext): Promise<void> {
  const json = { ...(await locateOwnPost(api, ref, context)), collection: postCollection };
  const request = { method: "POST", name: "com.atproto.repo.deleteRecord", json, safe: true, budget: "posts" } as const;
  await api.answer(request, context);
}
