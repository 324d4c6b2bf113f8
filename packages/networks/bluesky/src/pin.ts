import { BadResponseError, PlatformError, type CallContext, type PostRef } from "@carecast/adapter";
import * as z from "zod/mini";
import { postCollection, profileCollection, readRecord, readWritten, type Api } from "./api.ts";
import { hasCode } from "./errors.ts";
import { locateOwnPost } from "./publish.ts";

/** How often a profile may be changed under our hands before we give up. */
const tries = 5;

/** The profile as others keep it: whatever we do not know in it must still be there afterwards. */
type Fields = Readonly<Record<string, unknown>>;

const fieldsSchema = z.record(z.string(), z.unknown());
const pinnedSchema = z.object({ uri: z.string(), cid: z.string() });

/**
 * Names the post in the profile, where there is room for one: what was pinned before is not any longer.
 *
 * @see https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/actor/profile.json
 */
export async function pin(api: Api, ref: PostRef, context: CallContext): Promise<void> {
  const { repo, rkey } = await locateOwnPost(api, ref, context);
  const post = await readOwn(api, { repo, collection: postCollection, rkey }, context);
  // The server would take a post that nobody can see, and the one that was pinned would be lost for it.
  if (!post)
    throw new PlatformError("bluesky: the post is not there (any more) and cannot be pinned.", {
      network: "bluesky",
      platformCode: "RecordNotFound",
    });
  const pinnedPost = { uri: post.uri, cid: post.cid };
  await changeProfile(api, repo, context, (profile) => {
    const { uri, cid } = readPinned(profile);
    return uri === pinnedPost.uri && cid === pinnedPost.cid ? undefined : { ...profile, pinnedPost };
  });
}

/** Takes the post out of the profile, and only this one. */
export async function unpin(api: Api, ref: PostRef, context: CallContext): Promise<void> {
  const { repo } = await locateOwnPost(api, ref, context);
  await changeProfile(api, repo, context, (profile) => {
    if (readPinned(profile).uri !== ref.id) return undefined;
    const { pinnedPost: _taken, ...rest } = profile;
    return rest;
  });
}

/**
 * Writes what `change` makes of the profile, if nobody else has changed it since it was read; else reads it again.
 *
 * @param change gets an empty profile where there is none, and answers `undefined` where nothing is to be done.
 */
async function changeProfile(
  api: Api,
  repo: string,
  context: CallContext,
  change: (profile: Fields) => Fields | undefined,
): Promise<void> {
  const place = { repo, collection: profileCollection, rkey: "self" };
  for (let left = tries; ; left -= 1) {
    const stored = await readOwn(api, place, context);
    const record = change(stored ? readFields(stored.value) : { $type: profileCollection });
    if (!record) return;
    const json = { ...place, record, swapRecord: stored?.cid ?? null };
    const request = { method: "POST", name: "com.atproto.repo.putRecord", json, safe: true, budget: "posts" } as const;
    try {
      await api.json(request, readWritten, context);
      return;
    } catch (error) {
      if (!hasCode(error, "InvalidSwap") || left <= 1) throw error;
    }
  }
}

interface Place {
  readonly repo: string;
  readonly collection: string;
  readonly rkey: string | undefined;
}

/** A record of the account; `undefined` only where the server says that there is none. */
async function readOwn(
  api: Api,
  place: Place,
  context: CallContext,
): Promise<ReturnType<typeof readRecord> | undefined> {
  try {
    return await api.json({ name: "com.atproto.repo.getRecord", query: { ...place } }, readRecord, context);
  } catch (error) {
    if (hasCode(error, "RecordNotFound")) return undefined;
    throw error;
  }
}

function readFields(value: unknown): Fields {
  const result = z.safeParse(fieldsSchema, value);
  if (result.success) return result.data;
  const message = "bluesky: the profile has another shape; nothing was changed.";
  throw new BadResponseError(message, { network: "bluesky", outcome: "not-sent" });
}

/** Anybody can store anything: what is not a post is as good as none. */
function readPinned({ pinnedPost }: Fields): Partial<z.infer<typeof pinnedSchema>> {
  return z.safeParse(pinnedSchema, pinnedPost).data ?? {};
}
