import { canonicalJson } from "../hash/canonical-json.ts";
import { sha256 } from "../hash/sha256.ts";
import type { ContentKind } from "../models/content-kind.ts";
import type { OutgoingMedia, OutgoingThread } from "../safeguards/safeguard.ts";

/** SHA-256, in hex, of everything that readers of one channel get in one language. */
export function hashThread({ channel, language, answers, parts }: OutgoingThread): Promise<string> {
  const shown = parts.map((part) => ({ ...part, media: part.media.map(seen) }));
  return sha256(canonicalJson({ channel, language, answers, parts: shown }));
}

/** SHA-256, in hex, of the kind and the hashes of all threads, in whatever order they come. */
export function hashOutgoing(kind: ContentKind, threadHashes: readonly string[]): Promise<string> {
  return sha256(canonicalJson({ kind, threads: [...threadHashes].sort() }));
}

/** The bytes stand for themselves: `mediaId` is their hash. What the file was called or where it lay is not published. */
function seen({ mediaId, alt }: OutgoingMedia): Pick<OutgoingMedia, "mediaId" | "alt"> {
  return { mediaId, alt };
}
