const postUri = /^at:\/\/(did:[a-z]+:[A-Za-z0-9._:%-]+)\/app\.bsky\.feed\.post\/([A-Za-z0-9._:~-]{1,512})$/;

/** The repository and the key of a post, or undefined where `uri` is not one of a post. */
export function parsePostUri(uri: string): { readonly did: string; readonly rkey: string } | undefined {
  const [, did, rkey] = postUri.exec(uri) ?? [];
  return did === undefined || rkey === undefined ? undefined : { did, rkey };
}

export function toPostUri(did: string, rkey: string): string {
  return `at://${did}/app.bsky.feed.post/${rkey}`;
}

/** The page of a post; by DID, because handles change. */
export function toPostUrl(did: string, rkey: string): string {
  return `${toProfileUrl(did)}/post/${rkey}`;
}

export function toProfileUrl(did: string): string {
  return `https://bsky.app/profile/${did}`;
}
