import type { CallContext, Profile, RecentPost } from "@carecast/adapter";
import { htmlToText } from "@carecast/adapter-kit";
import { readAccount, readStatuses, type Account, type Api, type Status } from "./api.ts";
import { isPrivate } from "./to-feedback.ts";

const mostPerPage = 40;

/** @see https://docs.joinmastodon.org/methods/accounts/#lookup */
function lookUp({ http }: Api, handle: string | undefined, { signal, tellRate }: CallContext): Promise<Account> {
  return handle === undefined
    ? http.json({ path: "/api/v1/accounts/verify_credentials", signal, tellRate }, readAccount)
    : http.json(
        { path: "/api/v1/accounts/lookup", query: { acct: handle.replace(/^@/, "") }, signal, tellRate },
        readAccount,
      );
}

/** The figures of an account on another server are the ones that our instance has heard of: often too small. */
export async function profile(api: Api, handle: string | undefined, context: CallContext): Promise<Profile> {
  const account = await lookUp(api, handle, context);
  return {
    id: account.id,
    handle: account.acct,
    ...(account.display_name && { name: account.display_name }),
    ...(account.url && { url: account.url }),
    ...(typeof account.followers_count === "number" && { followers: account.followers_count }),
    ...(typeof account.following_count === "number" && { following: account.following_count }),
    ...(typeof account.statuses_count === "number" && { posts: account.statuses_count }),
  };
}

/** @see https://docs.joinmastodon.org/methods/accounts/#statuses */
export async function recentPosts(
  api: Api,
  handle: string | undefined,
  limit: number,
  context: CallContext,
): Promise<readonly RecentPost[]> {
  const { id } = await lookUp(api, handle, context);
  const posts: RecentPost[] = [];
  let oldest: string | undefined;
  while (posts.length < limit) {
    const statuses = await api.http.json(
      {
        path: `/api/v1/accounts/${encodeURIComponent(id)}/statuses`,
        query: { exclude_reblogs: true, limit: Math.min(limit, mostPerPage), max_id: oldest },
        signal: context.signal,
      },
      readStatuses,
    );
    const last = statuses.at(-1)?.id;
    if (last === undefined || last === oldest) break;
    oldest = last;
    for (const status of statuses) if (!isPrivate(status)) posts.push(toRecentPost(status));
  }
  return posts.slice(0, limit);
}

function toRecentPost(status: Status): RecentPost {
  const { id, url } = status;
  return {
    ref: { id, ...(url && { url }) },
    text: htmlToText(status.content),
    createdAt: status.created_at,
    ...(typeof status.replies_count === "number" && { replies: status.replies_count }),
    ...(typeof status.reblogs_count === "number" && { reposts: status.reblogs_count }),
    ...(typeof status.favourites_count === "number" && { likes: status.favourites_count }),
  };
}
