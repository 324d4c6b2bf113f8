import {
  countBytes,
  countGraphemes,
  findBareDomains,
  findHashtags,
  findLinks,
  findMentions,
  type TextSpan,
} from "@carecast/adapter-kit";

/** What makes a stretch of text a link, a mention or a hashtag; positions are UTF-8 bytes, the end exclusive. */
export type Facet = {
  readonly index: { readonly byteStart: number; readonly byteEnd: number };
  readonly features: readonly FacetFeature[];
};

type FacetFeature =
  | { readonly $type: "app.bsky.richtext.facet#link"; readonly uri: string }
  | { readonly $type: "app.bsky.richtext.facet#mention"; readonly did: string }
  | { readonly $type: "app.bsky.richtext.facet#tag"; readonly tag: string };

interface Found extends TextSpan {
  readonly kind: "link" | "mention" | "tag";
}

/** @see https://atproto.com/specs/handle */
const handle = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** @see https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/richtext/facet.json */
const maxTagGraphemes = 64;

/** The handles that `text` names, in lower case, each once. */
export function findHandles(text: string): readonly string[] {
  const names = findMentions(text).filter(({ value }) => handle.test(value));
  return [...new Set(names.map(({ value }) => value.toLowerCase()))];
}

/**
 * The links, mentions and hashtags of `text` in their order, none overlapping another.
 *
 * @param dids the DID of each handle of `findHandles`; a handle without one stays plain text.
 */
export function toFacets(text: string, dids: ReadonlyMap<string, string>): readonly Facet[] {
  const facets: Facet[] = [];
  let end = 0;
  let bytes = 0;
  for (const found of findAll(text, dids)) {
    if (found.start < end) continue;
    const byteStart = bytes + countBytes(text.slice(end, found.start));
    const byteEnd = byteStart + countBytes(text.slice(found.start, found.end));
    end = found.end;
    bytes = byteEnd;
    facets.push({ index: { byteStart, byteEnd }, features: [toFeature(found)] });
  }
  return facets;
}

function findAll(text: string, dids: ReadonlyMap<string, string>): Found[] {
  const all: Found[] = [];
  for (const span of findLinks(text)) all.push({ ...span, kind: "link" });
  if (text.includes(".")) for (const span of findBareDomains(text)) all.push({ ...span, kind: "link" });
  for (const span of findHashtags(text, "open")) if (isShortTag(span.value)) all.push({ ...span, kind: "tag" });
  if (dids.size > 0) {
    for (const span of findMentions(text)) {
      const did = dids.get(span.value.toLowerCase());
      if (did !== undefined) all.push({ ...span, value: did, kind: "mention" });
    }
  }
  return all.sort((a, b) => a.start - b.start);
}

function isShortTag(tag: string): boolean {
  return tag.length <= maxTagGraphemes || countGraphemes(tag) <= maxTagGraphemes;
}

function toFeature({ kind, value }: Found): FacetFeature {
  if (kind === "link") return { $type: "app.bsky.richtext.facet#link", uri: value };
  if (kind === "tag") return { $type: "app.bsky.richtext.facet#tag", tag: value };
  return { $type: "app.bsky.richtext.facet#mention", did: value };
}
