import type { TextUnit } from "@carecast/adapter";
import { countBytes, countCodePoints, countGraphemes, findLinks } from "@carecast/adapter-kit";

/** `@user@server` where no word, `=` or `/` comes before it; the server's name is what the count leaves out. */
const remoteMention =
  /(?<![=/\p{L}\p{M}\p{N}_])(@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@[\p{L}\p{N}_]+(?:[.-]+[\p{L}\p{N}_]+)*/giu;

/**
 * How long `text` is in `unit`, as the instance counts: in graphemes every http(s) address counts
 * `charactersPerUrl`, and a remote mention only its local part.
 *
 * @see https://docs.joinmastodon.org/user/posting/#text
 */
export function measureText(text: string, unit: TextUnit, charactersPerUrl: number): number {
  if (unit === "utf16") return text.length;
  if (unit === "bytes") return countBytes(text);
  if (unit === "code-points") return countCodePoints(text);
  const links = text.includes("://") ? findLinks(text) : [];
  if (links.length === 0) return countGraphemes(shortenMentions(text));
  // One letter stands in for each address: it cannot join a cluster with what comes before it.
  let rest = "";
  let end = 0;
  for (const link of links) {
    rest += `${text.slice(end, link.start)}x`;
    end = link.end;
  }
  return countGraphemes(shortenMentions(rest + text.slice(end))) + links.length * (charactersPerUrl - 1);
}

/** `text` with the mentions as the instance shows them: without the name of the server. */
export function shortenMentions(text: string): string {
  return text.includes("@") ? text.replace(remoteMention, "$1") : text;
}
