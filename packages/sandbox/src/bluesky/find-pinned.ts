import { isFields } from "../shared/body.ts";
import type { Account } from "./state.ts";

/** What the profile of an account puts on top: a post that may be gone. */
export function findPinned({ repo }: Account): { readonly uri: string; readonly cid: string } | undefined {
  const pinned = repo.records.get("app.bsky.actor.profile")?.get("self")?.value["pinnedPost"];
  return isFields(pinned) ? { uri: String(pinned["uri"]), cid: String(pinned["cid"]) } : undefined;
}
