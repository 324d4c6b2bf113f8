import type { IsoDateTime, Receipt } from "@carecast/adapter";
import type { Written } from "./api.ts";
import { parsePostUri, toPostUrl } from "./at-uri.ts";

/** The `cid` names the exact version of the post; replies want to see it again. */
export function toReceipt({ uri, cid }: Written, at: IsoDateTime): Receipt {
  const post = parsePostUri(uri);
  return { state: "delivered", id: uri, ...(post && { url: toPostUrl(post.did, post.rkey) }), at, data: { cid } };
}
