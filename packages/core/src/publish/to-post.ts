import { InvalidPostError, type IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import { alertPost, type AlertOptions } from "../alerts/alert-post.ts";
import { parseAlert, type Alert } from "../models/alert.ts";
import { contentKinds, type ContentKind } from "../models/content-kind.ts";
import { parseContent } from "../models/parse.ts";
import { parsePost, type Post } from "../models/post.ts";
import { dateTimeSchema } from "../models/words.ts";
import type { Overflow } from "../plan/plan.ts";

/** What can be published: a post; an alert, which core turns into a post; or a post with what is known about it. */
export type Content = Post | Alert | MarkedPost;

/** A post with what it is and how long it holds: what notices, stories and the lifecycle of alerts are made into. */
export interface MarkedPost {
  readonly post: Post;
  readonly kind: ContentKind;
  /** What to do with a text over the limit, unless the options say so. Default `reject`. */
  readonly overflow?: Overflow;
  /** After this instant it would be wrong, and is not sent. */
  readonly notAfter?: IsoDateTime;
}

export interface ReadContent {
  readonly post: Post;
  readonly kind: ContentKind;
  /** What happens to a long text when the caller does not say. */
  readonly overflow: Overflow;
  /** When the content itself ends. */
  readonly notAfter?: IsoDateTime;
}

const markedSchema = z.strictObject({
  post: z.unknown(),
  kind: z.enum(contentKinds),
  overflow: z.optional(z.enum(["reject", "thread", "shorten"])),
  notAfter: z.optional(dateTimeSchema),
});

/** Tells them apart by `msgType`, which CAP requires of every alert, and `post`: a post knows neither. */
export function readContent(content: unknown, options: AlertOptions): ReadContent {
  if (typeof content !== "object" || content === null)
    return { post: parsePost(content), kind: "post", overflow: "reject" };
  if ("post" in content) return readMarked(content);
  if (!("msgType" in content)) return { post: parsePost(content), kind: "post", overflow: "reject" };
  const alert = parseAlert(content);
  const notAfter = alert.info[0]?.expires;
  return {
    post: alertPost(alert, options),
    kind: kindOf(alert),
    overflow: "shorten",
    ...(notAfter !== undefined && { notAfter }),
  };
}

function readMarked(content: object): ReadContent {
  const marked = parseContent<MarkedPost>("content", markedSchema, content);
  return { overflow: "reject", ...marked, post: parsePost(marked.post, "post") };
}

/** The kind of publication that an alert is. */
function kindOf({ msgType, info }: Alert): ContentKind {
  if (info.some(({ responseType }) => responseType?.includes("AllClear"))) return "allClear";
  switch (msgType) {
    case "Alert":
      return "alert";
    case "Update":
      return "update";
    case "Cancel":
      return "cancellation";
    case "Ack":
    case "Error":
      throw new InvalidPostError("msgType: an answer between machines is never a post.");
  }
}
