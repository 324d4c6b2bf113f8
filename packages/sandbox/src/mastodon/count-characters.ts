import { countGraphemes } from "../shared/count-graphemes.ts";
import { parseText } from "./parse-text.ts";

const charactersPerUrl = 23;

/** Characters as Mastodon counts them: an address is 23 long, a mention as long as its local part. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const piece of parseText(text)) {
    if (piece.kind === "url") count += charactersPerUrl;
    else if (piece.kind === "mention") count += piece.username.length + 1;
    else count += countGraphemes(piece.text);
  }
  return count;
}
