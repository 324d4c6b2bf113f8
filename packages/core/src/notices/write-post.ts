import type { LanguageTag } from "@carecast/adapter";

import type { Post, PostContent } from "../models/post.ts";

/** One post of the texts of all languages: the first one is its own, the others are variants. */
export function writePost(
  languages: readonly LanguageTag[],
  contents: readonly PostContent[],
  rest: Pick<Post, "priority" | "sources">,
): Post {
  const variants = languages.flatMap((language, index): readonly [LanguageTag, PostContent][] => {
    const content = contents[index];
    return index === 0 || !content ? [] : [[language, content]];
  });
  return {
    text: "",
    ...contents[0],
    ...rest,
    ...(languages[0] !== undefined && { language: languages[0] }),
    ...(variants.length > 0 && { variants: { languages: Object.fromEntries(variants) } }),
  };
}
