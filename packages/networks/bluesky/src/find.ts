import {
  isCarecastError,
  PlatformError,
  type CallContext,
  type Draft,
  type FindResult,
  type IsoDateTime,
  type PublishContext,
  type Receipt,
} from "@carecast/adapter";
import { postCollection, readRecord, type Api, type Written } from "./api.ts";
import { toRef } from "./at-uri.ts";
import { hasCode } from "./errors.ts";
import { isSameJson } from "./is-same-json.ts";
import { readDraft, withReply, type DraftBody } from "./to-record.ts";

/**
 * Reads the record back from the account's own server, which knows at once what it has written: "not there" is
 * certain. Another record under our key is none of ours.
 *
 * Danger: a request whose answer was just lost may still be on its way. Publish the same draft again rather than a
 * new one: its key makes one post of both.
 */
export async function find(api: Api, draft: Draft, context: PublishContext): Promise<FindResult> {
  const { record, ...body } = readDraft(draft);
  const stored = await readStored(api, { ...body, record: withReply(record, context.replyTo) }, context);
  if (stored?.isOurs !== true) return { found: false, certain: true };
  return { found: true, receipt: toReceipt(stored.written, record.createdAt) };
}

export function toReceipt({ uri, cid }: Written, at: IsoDateTime): Receipt {
  return { ...toRef(uri, cid), state: "delivered", at };
}

/** The record that holds our key already, if it is the one that we were going to write. */
export async function readTaken(api: Api, expected: DraftBody, context: CallContext): Promise<Written> {
  const details = { network: "bluesky", platformCode: "InvalidSwap" } as const;
  const stored = await readStored(api, expected, context).catch((error: unknown) => {
    if (!isCarecastError(error)) throw error;
    // A record is there; while it cannot be read, it may be ours.
    const message = "bluesky: the key is taken, and the post cannot be read.";
    throw new PlatformError(message, { ...details, retryable: true, outcome: "unknown" });
  });
  if (stored?.isOurs === true) return stored.written;
  const message = stored ? "another post has this key; nothing was overwritten." : "the post was there and is gone.";
  throw new PlatformError(`bluesky: ${message}`, { ...details, retryable: !stored });
}

interface Stored {
  readonly written: Written;
  readonly isOurs: boolean;
}

/** @see https://docs.bsky.app/docs/api/com-atproto-repo-get-record */
async function readStored(
  api: Api,
  { repo, rkey, record }: DraftBody,
  context: CallContext,
): Promise<Stored | undefined> {
  try {
    const request = { name: "com.atproto.repo.getRecord", query: { repo, collection: postCollection, rkey } };
    const { value, ...written } = await api.json(request, readRecord, context);
    return { written, isOurs: isSameJson(value, record) };
  } catch (error) {
    if (hasCode(error, "RecordNotFound")) return undefined;
    throw error;
  }
}
