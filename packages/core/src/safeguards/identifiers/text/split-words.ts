import { matchAt } from "./match-at.ts";
import { buildMap, mapNothing, type MappedText } from "./mapped-text.ts";

const hashtag = /#\w+/y;

/** Hashtags read as words: `#BoilWater_now` as `# Boil Water now`. The fragment of an address is none. */
export function splitHashtags(text: string): MappedText {
  let at = text.indexOf("#");
  if (at < 0) return mapNothing(text);
  const builder = buildMap(text);
  for (; at >= 0; at = text.indexOf("#", at + 1)) {
    if (/[\w/&]/.test(text[at - 1] ?? "")) continue;
    splitWords(matchAt(hashtag, text, at)?.[0] ?? "", at, builder);
  }
  return builder.finish();
}

/** A file name read as words: `jane-doe_xray.jpg` as `jane doe xray jpg`. Dashes between digits stay. */
export function splitFileName(name: string): MappedText {
  const builder = buildMap(name);
  splitWords(name, 0, builder);
  return builder.finish();
}

// Where a capital begins a word, and what stands for a space.
const seam = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_|(?<=[A-Za-z])[-.+]|[-.+](?=[A-Za-z])/g;

function splitWords(words: string, offset: number, builder: ReturnType<typeof buildMap>): void {
  for (const { 0: found, index } of words.matchAll(seam)) {
    const start = offset + index;
    // A capital inside a code with digits begins no word: `1EG4`.
    if (found === "" && /\d/.test(words[index - 1]!) && !/[a-z]/.test(words[index + 1] ?? "")) continue;
    builder.replace(start, start + found.length, " ");
  }
}
