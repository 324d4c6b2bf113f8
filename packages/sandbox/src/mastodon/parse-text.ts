/** A piece of a text that Mastodon treats in its own way. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "url"; readonly text: string }
  | { readonly kind: "mention"; readonly text: string; readonly username: string; readonly host: string | undefined }
  | { readonly kind: "hashtag"; readonly text: string; readonly name: string };

const special =
  /https?:\/\/[^\s<>"]+|(?<![\p{L}\p{N}_/])@([A-Za-z0-9_]+(?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)(?:@([\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?(?::\d+)?))?|(?<![\p{L}\p{N}_/&])#([\p{L}\p{N}\p{M}_]*[\p{L}\p{M}_][\p{L}\p{N}\p{M}_]*)/gu;
const mayBeSpecial = /https?:|@|#/;

/** Splits a text into links, mentions, hashtags and the words between them. */
export function parseText(text: string): readonly Piece[] {
  if (!mayBeSpecial.test(text)) return text === "" ? [] : [{ kind: "text", text }];
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(special)) {
    const piece = toPiece(match);
    if (match.index > end) pieces.push({ kind: "text", text: text.slice(end, match.index) });
    pieces.push(piece);
    end = match.index + piece.text.length;
  }
  if (end < text.length) pieces.push({ kind: "text", text: text.slice(end) });
  return pieces;
}

function toPiece(match: RegExpExecArray): Piece {
  const [text, username, host, name] = match;
  if (username !== undefined) return { kind: "mention", text, username, host };
  if (name !== undefined) return { kind: "hashtag", text, name };
  // The full stop after an address belongs to the sentence.
  return { kind: "url", text: text.replace(/[.,;:!?'")\]]+$/, "") };
}
