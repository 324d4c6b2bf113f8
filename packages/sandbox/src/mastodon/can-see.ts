import type { Account, Status } from "./state.ts";

/** Followers are not modelled: a followers-only post shows to its author and to those it mentions. */
export function canSee(status: Status, viewer: Account | undefined): boolean {
  if (status.visibility === "public" || status.visibility === "unlisted") return true;
  return viewer !== undefined && (status.account === viewer || status.mentions.includes(viewer));
}
