import type { Fields } from "../shared/body.ts";
import { countGraphemes } from "../shared/count-graphemes.ts";
import { toIso } from "../shared/to-iso.ts";
import { refuse } from "./refusals.ts";
import { nextId, type Account, type Content, type Media, type Post, type State } from "./state.ts";

/** What a post or a container is going to show. */
export function readContent(state: State, account: Account, fields: Fields, now: number): Content {
  const { text = "", reference = null, media = [] } = fields;
  if (typeof text !== "string" || !Array.isArray(media)) throw refuse(422, "bad-field");
  if (reference !== null && typeof reference !== "string") throw refuse(422, "bad-field");
  if (text.trim() === "" && media.length === 0) throw refuse(422, "empty");
  if (countGraphemes(text) > state.maxCharacters) throw refuse(422, "too-long");
  if (media.length > maxMedia) throw refuse(422, "too-many-media");
  return { text, reference, media: media.map((id) => readMedia(account, String(id), now)) };
}

const maxMedia = 4;

function readMedia(account: Account, id: string, now: number): Media {
  const media = findMedia(account, id, now);
  if (media === undefined) throw refuse(422, "media-gone");
  if (media.looksLeft > 0 || media.failed) throw refuse(422, "media-not-ready");
  return media;
}

/** What nobody shows is gone after its time. */
export function findMedia(account: Account, id: string, now: number): Media | undefined {
  const media = account.media.get(id);
  return media === undefined || media.attached || media.until > now ? media : undefined;
}

/** The own post that a new one answers. */
export function readParent(account: Account, { parent = null }: Fields): Post | null {
  if (parent === null) return null;
  const post = typeof parent === "string" ? account.posts.get(parent) : undefined;
  if (post === undefined) throw refuse(422, "no-parent");
  return post;
}

export interface NewPost {
  readonly content: Content;
  readonly parent: Post | null;
  readonly id?: string;
}

export function addPost(state: State, account: Account, { content, parent, id }: NewPost, now: number): Post {
  const post: Post = { ...content, id: id ?? nextId(state), account, parent, at: now };
  for (const media of post.media) media.attached = true;
  account.posts.set(post.id, post);
  state.posts.push(post);
  return post;
}

/** A post as the network shows it. */
export function toPost(
  state: State,
  { id, account, text, parent, media, at }: Post,
): Readonly<Record<string, unknown>> {
  return {
    id,
    url: `${state.baseUrl}/${account.name}/${id}`,
    at: toIso(at),
    text,
    parent: parent?.id ?? null,
    media: media.map((one) => one.id),
  };
}
