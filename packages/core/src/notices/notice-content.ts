import type { IsoDateTime } from "@carecast/adapter";
import * as z from "zod/mini";

import type { ContentKind } from "../models/content-kind.ts";
import { parseContent } from "../models/parse.ts";
import type { MarkedPost } from "../publish/to-post.ts";
import { capacityState, type CapacityNotice, type CapacityState } from "./capacity/capacity-notice.ts";
import { capacityPost } from "./capacity/capacity-post.ts";
import type { MedicineNotice } from "./medicine/medicine-notice.ts";
import { medicinePost } from "./medicine/medicine-post.ts";
import type { NoticeOptions } from "./notice-options.ts";

/** What a hospital says of itself, or of a medicine. */
export type Notice = CapacityNotice | MedicineNotice;

const kindSchema = z.looseObject({ notice: z.enum(["capacity", "medicine"]) });

/**
 * A notice as `publish` takes it: its post, its kind, and the time until which it holds. A capacity notice ends with `validUntil`, or when its facts
 * are older than `maxAgeMs`; a medicine notice with `reviewAt`.
 *
 * @throws InvalidPostError naming every wrong path.
 * @throws ConfigError when an option is wrong.
 */
export function noticeContent(notice: Notice, options: NoticeOptions = {}): MarkedPost {
  parseContent<Notice>("notice", kindSchema, notice);
  // No form loses what to do, so a network gets the longest that fits.
  const overflow = "shorten";
  return notice.notice === "capacity"
    ? {
        post: capacityPost(notice, options),
        kind: kindOfCapacity(notice),
        overflow,
        notAfter: endOfCapacity(notice, options),
      }
    : { post: medicinePost(notice, options), kind: kindOfMedicine(notice), overflow, notAfter: notice.reviewAt };
}

const graveStates: ReadonlySet<CapacityState> = new Set(["ambulances-diverted", "evacuating", "closed"]);

/** What turns ambulances or people away takes more approvals than the state of a day. */
function kindOfCapacity(notice: CapacityNotice): ContentKind {
  return graveStates.has(capacityState(notice)) ? "closureNotice" : "serviceNotice";
}

function kindOfMedicine({ kind }: MedicineNotice): ContentKind {
  if (kind === "shortage") return "supplyNotice";
  return kind === "appearance-change" ? "appearanceNotice" : "medicineNotice";
}

function endOfCapacity(
  { asOf, validUntil }: CapacityNotice,
  { maxAgeMs = 3_600_000 }: Pick<NoticeOptions, "maxAgeMs">,
): IsoDateTime {
  const tooOldAt = Date.parse(asOf) + maxAgeMs;
  return tooOldAt < Date.parse(validUntil) ? new Date(tooOldAt).toISOString() : validUntil;
}
