import type { PostRef } from "@carecast/adapter";

const postUri = /^at:\/\/(did:[a-z]+:[\w.:%-]+)\/app\.bsky\.feed\.post\/([\w.:~-]+)$/;

/** The repository and the key of a post; neither where `uri` is not one of a post. */
export function parsePostUri(uri: string): { readonly did?: string | undefined; readonly rkey?: string | undefined } {
  const [, did, rkey] = postUri.exec(uri) ?? [];
  return { did, rkey };
}

export function toPostUri(did: string, rkey: string): string {
  return `at://${did}/app.bsky.feed.post/${rkey}`;
}

/** By DID, because handles change. */
export function toProfileUrl(did: string): string {
  return `https://bsky.app/profile/${did}`;
}

/** A post as the contract names it. The `cid` names the exact version; replies want to see it again. */
export function toRef(uri: string, cid: string): PostRef & { readonly data: { readonly cid: string } } {
  const { did, rkey } = parsePostUri(uri);
  return { id: uri, ...(did && { url: `${toProfileUrl(did)}/post/${rkey}` }), data: { cid } };
}
