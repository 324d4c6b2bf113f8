import type { IsoDateTime } from "@carecast/adapter";

import { alertPost, type AlertOptions } from "../alerts/alert-post.ts";
import { parseAlert, type Alert } from "../models/alert.ts";
import { parsePost, type Post } from "../models/post.ts";
import type { Overflow } from "../plan/plan.ts";

/** What can be published: a post, or an alert, which core turns into a post before any adapter is asked. */
export type Content = Post | Alert;

export interface ReadContent {
  readonly post: Post;
  /** What happens to a long text when the caller does not say. */
  readonly overflow: Overflow;
  /** When the content itself ends. */
  readonly notAfter?: IsoDateTime;
}

/** Tells the two apart by `msgType`, which CAP requires of every alert and a post does not know. */
export function readContent(content: unknown, options: AlertOptions): ReadContent {
  const isAlert = typeof content === "object" && content !== null && "msgType" in content;
  if (!isAlert) return { post: parsePost(content), overflow: "reject" };
  const alert = parseAlert(content);
  const notAfter = alert.info[0]?.expires;
  return { post: alertPost(alert, options), overflow: "shorten", ...(notAfter !== undefined && { notAfter }) };
}
