import type { Account, Media, State } from "./state.ts";

/** The server throws away what nobody has attached for a day. */
const unattachedMs = 86_400_000;

export function findMedia(state: State, owner: Account, id: string): Media | undefined {
  const media = state.media.get(id);
  if (media?.owner !== owner) return undefined;
  if (media.attachedTo === null && media.uploadedAt + unattachedMs <= state.now()) {
    state.media.delete(id);
    return undefined;
  }
  return media;
}
