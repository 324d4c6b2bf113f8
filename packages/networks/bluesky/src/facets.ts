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

interface Found {
  readonly start: number;
  readonly end: number;
  readonly feature: FacetFeature;
}

/** @see https://atproto.com/specs/handle */
const handle = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** @see https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/richtext/facet.json */
const maxTagGraphemes = 64;

/** The handles that `text` names, in lower case, each once. */
export function findHandles(text: string): readonly string[] {
  const handles: string[] = [];
  for (const { value } of findMentions(text)) {
    const name = value.toLowerCase();
    if (handle.test(name) && !handles.includes(name)) handles.push(name);
  }
  return handles;
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
  for (const { start, end: until, feature } of findAll(text, dids)) {
    if (start < end) continue;
    const byteStart = bytes + countBytes(text.slice(end, start));
    bytes = byteStart + countBytes(text.slice(start, until));
    end = until;
    facets.push({ index: { byteStart, byteEnd: bytes }, features: [feature] });
  }
  return facets;
}

function findAll(text: string, dids: ReadonlyMap<string, string>): readonly Found[] {
  const all: Found[] = [];
  const add = ({ start, end }: TextSpan, feature: FacetFeature): void => void all.push({ start, end, feature });
  for (const span of findLinks(text)) add(span, { $type: "app.bsky.richtext.facet#link", uri: span.value });
  for (const span of findBareDomains(text)) add(span, { $type: "app.bsky.richtext.facet#link", uri: span.value });
  for (const span of findHashtags(text, "open")) {
    if (isShortTag(span.value)) add(span, { $type: "app.bsky.richtext.facet#tag", tag: span.value });
  }
  for (const span of dids.size > 0 ? findMentions(text) : []) {
    const did = dids.get(span.value.toLowerCase());
    if (did !== undefined) add(span, { $type: "app.bsky.richtext.facet#mention", did });
  }
  return all.sort((a, b) => a.start - b.start);
}

function isShortTag(tag: string): boolean {
  return tag.length <= maxTagGraphemes || countGraphemes(tag) <= maxTagGraphemes;
}
