import { BadResponseError, isCarecastError, PlatformError, type CallContext, type PostRef } from "@carecast/adapter";
import { readPinned, type Api } from "./api.ts";
import { statusPath } from "./publish.ts";

/**
 * Some servers refuse a post that is pinned already with the same 422 as one for which they have no room: the post itself tells
 * which of them it was.
 *
 * @see https://docs.joinmastodon.org/methods/statuses/#pin
 */
export async function pin(api: Api, ref: PostRef, context: CallContext): Promise<void> {
  try {
    demand((await change(api, ref, "pin", context)) !== false, "the instance did not pin the post.");
  } catch (error) {
    if (!isCarecastError(error) || error.status !== 422) throw error;
    const { signal, tellRate } = context;
    const { pinned } = await api.http.json({ path: statusPath(ref), signal, tellRate }, readPinned);
    if (pinned === true) return;
    throw new PlatformError(
      "mastodon: the instance refuses to pin this post (422). It has room for five or so: unpin another one.",
      { network: "mastodon", status: 422 },
    );
  }
}

/** @see https://docs.joinmastodon.org/methods/statuses/#unpin */
export async function unpin(api: Api, ref: PostRef, context: CallContext): Promise<void> {
  try {
    demand((await change(api, ref, "unpin", context)) !== true, "the instance left the post pinned.");
  } catch (error) {
    if (!isCarecastError(error) || (error.status !== 404 && error.status !== 410)) throw error;
  }
}

/** What the answer says of the post: forks may say nothing. */
async function change(
  { http }: Api,
  ref: PostRef,
  act: "pin" | "unpin",
  { signal, tellRate }: CallContext,
): Promise<boolean | null | undefined> {
  const request = { method: "POST", path: `${statusPath(ref)}/${act}`, safe: true, signal, tellRate } as const;
  return (await http.json(request, readPinned)).pinned;
}

function demand(isDone: boolean, message: string): void {
  if (!isDone) throw new BadResponseError(`mastodon: ${message}`, { network: "mastodon", outcome: "not-sent" });
}
