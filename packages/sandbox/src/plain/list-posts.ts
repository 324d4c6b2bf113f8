import { toIso } from "../shared/to-iso.ts";
import type { State } from "./state.ts";

/** A post as its author wrote it. */
export interface PlainPost {
  readonly id: string;
  /** The name of the account. */
  readonly account: string;
  readonly text: string;
  /** The client's own word for the request that made it; null where it had none. */
  readonly reference: string | null;
  readonly parentId: string | null;
  /** The alt texts of its pictures, in their order. */
  readonly alts: readonly string[];
  readonly at: string;
}

export function listPosts(state: State): readonly PlainPost[] {
  return state.posts.map(({ id, account, text, reference, parent, media, at }) => ({
    id,
    account: account.name,
    text,
    reference,
    parentId: parent?.id ?? null,
    alts: media.map(({ alt }) => alt),
    at: toIso(at),
  }));
}
