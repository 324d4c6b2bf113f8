import type { CallContext, Profile, RecentPost } from "@carecast/adapter";
import { readFeed, readProfile, type Api, type PostView } from "./api.ts";
import { toProfileUrl, toRef } from "./at-uri.ts";
import { earlierOf, readPostRecord } from "./post-record.ts";

const largestPage = 100;

/** @see https://docs.bsky.app/docs/api/app-bsky-actor-get-profile */
export async function profile(api: Api, handle: string | undefined, context: CallContext): Promise<Profile> {
  const query = { actor: await toActor(api, handle, context) };
  const view = await api.json({ name: "app.bsky.actor.getProfile", query }, readProfile, context);
  const { did, displayName, followersCount, followsCount, postsCount } = view;
  return {
    id: did,
    handle: view.handle,
    ...(displayName && { name: displayName }),
    url: toProfileUrl(did),
    ...(followersCount !== undefined && { followers: followersCount }),
    ...(followsCount !== undefined && { following: followsCount }),
    ...(postsCount !== undefined && { posts: postsCount }),
  };
}

/** @see https://docs.bsky.app/docs/api/app-bsky-feed-get-author-feed */
export async function recentPosts(
  api: Api,
  handle: string | undefined,
  limit: number,
  context: CallContext,
): Promise<readonly RecentPost[]> {
  const actor = await toActor(api, handle, context);
  const posts: RecentPost[] = [];
  let cursor: string | undefined;
  do {
    const query = { actor, filter: "posts_no_replies", limit: Math.min(largestPage, limit), cursor };
    const page = await api.json({ name: "app.bsky.feed.getAuthorFeed", query }, readFeed, context);
    // What has a reason is somebody else's post passed on, or an old one pinned to the top.
    for (const { post, reason } of page.feed) if (reason === undefined) posts.push(toRecentPost(post));
    cursor = page.feed.length === 0 ? undefined : page.cursor;
  } while (posts.length < limit && cursor !== undefined);
  return posts.slice(0, limit);
}

function toRecentPost({ uri, cid, record, indexedAt, replyCount, repostCount, likeCount }: PostView): RecentPost {
  const { text, createdAt } = readPostRecord(record);
  return {
    ref: toRef(uri, cid),
    text,
    createdAt: earlierOf(createdAt, indexedAt),
    ...(replyCount !== undefined && { replies: replyCount }),
    ...(repostCount !== undefined && { reposts: repostCount }),
    ...(likeCount !== undefined && { likes: likeCount }),
  };
}

async function toActor(api: Api, handle: string | undefined, context: CallContext): Promise<string> {
  return handle === undefined ? (await api.session(context)).did : handle.replace(/^@/, "");
}
