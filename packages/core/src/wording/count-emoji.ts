const picture = /\p{Regional_Indicator}{2}|[\p{Emoji_Presentation}\u2600-\u27bf]|\ufe0f/gu;

/** How many pictures a reader sees: one of several joined characters, with its skin colour, counts once. */
export function countEmoji(text: string): number {
  const single = text
    .replace(/\u200d\P{M}\ufe0f?/gu, "")
    .replace(/\p{Emoji_Modifier}/gu, "")
    .replace(/([\u2600-\u27bf\p{Emoji_Presentation}])\ufe0f/gu, "$1");
  return single.match(picture)?.length ?? 0;
}
