import type { PostContent } from "../models/post.ts";

/** The words with the links and hashtags that they do not hold yet, each group on a line of its own. */
export function composeText(text: string, content: PostContent): string {
  if (!content.links && !content.hashtags) return text;
  const links = (content.links ?? []).map((link) => link.url).filter((url) => !text.includes(url));
  const lower = text.toLowerCase();
  const hashtags = (content.hashtags ?? [])
    .map((tag) => `#${tag}`)
    .filter((tag) => !holdsTag(lower, tag.toLowerCase()));
  return [text.trimEnd(), ...links, hashtags.join(" ")].filter((line) => line !== "").join("\n");
}

/** `#flood` is not in `#flooding`. */
function holdsTag(text: string, tag: string): boolean {
  for (let at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + 1))
    if (!/^[\p{L}\p{M}\p{N}_]/u.test(text.slice(at + tag.length, at + tag.length + 2))) return true;
  return false;
}
