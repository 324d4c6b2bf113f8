import type { IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import { parseContent } from "../models/parse.ts";
import type { Post } from "../models/post.ts";
import type { CapacityNotice } from "./capacity/capacity-notice.ts";
import { capacityPost } from "./capacity/capacity-post.ts";
import type { MedicineNotice } from "./medicine/medicine-notice.ts";
import { medicinePost } from "./medicine/medicine-post.ts";
import type { NoticeOptions } from "./notice-options.ts";

/** What a hospital says of itself, or of a medicine. */
export type Notice = CapacityNotice | MedicineNotice;

/** A notice as the hub takes it: `const { post, ...options } = noticeContent(notice); care.publish(post, options)`. */
export interface NoticeContent {
  readonly post: Post;
  /** No form loses what to do, so a network gets the longest that fits. */
  readonly overflow: "shorten";
  /** After this instant the notice would be wrong, and is not sent. */
  readonly notAfter: IsoDateTime;
}

const kindSchema = z.looseObject({ notice: z.enum(["capacity", "medicine"]) });

/**
 * The post of a notice with the time that follows from it. A capacity notice ends with `validUntil`, or when its facts
 * are older than `maxAgeMs`; a medicine notice with `reviewAt`.
 *
 * @throws InvalidPostError naming every wrong path.
 * @throws ConfigError when an option is wrong.
 */
export function noticeContent(notice: Notice, options: NoticeOptions = {}): NoticeContent {
  parseContent<Notice>("notice", kindSchema, notice);
  return notice.notice === "capacity"
    ? { post: capacityPost(notice, options), overflow: "shorten", notAfter: endOfCapacity(notice, options) }
    : { post: medicinePost(notice, options), overflow: "shorten", notAfter: notice.reviewAt };
}

function endOfCapacity(
  { asOf, validUntil }: CapacityNotice,
  { maxAgeMs = 3_600_000 }: Pick<NoticeOptions, "maxAgeMs">,
): IsoDateTime {
  const tooOldAt = Date.parse(asOf) + maxAgeMs;
  return tooOldAt < Date.parse(validUntil) ? new Date(tooOldAt).toISOString() : validUntil;
}
