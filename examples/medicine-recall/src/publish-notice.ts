import type { Carecast, Clock, PublishOptions, Report, Review } from "@carecast/core";
import { noticeContent, type MedicineNotice } from "@carecast/core/notices";
import type { Approvals } from "@carecast/core/safeguards";

import { askApprovers, type Ask } from "./ask-approvers.ts";
import { approvers, author, timeZone } from "./hospital.ts";
import { printReceipts } from "./print-receipts.ts";
import { printReview } from "./print-review.ts";
import type { Print } from "./print.ts";
import { UsageError } from "./read-arguments.ts";

/** What publishing one notice needs. */
export interface Desk {
  readonly care: Carecast;
  readonly approvals: Approvals;
  readonly clock: Clock;
  readonly ask: Ask;
  readonly print: Print;
}

/** What became of one notice. Without a report it was not sent. */
export interface Published {
  readonly review: Review;
  readonly report: Report | undefined;
}

type Where = Pick<PublishOptions, "channels" | "replyTo">;

/** Shows the exact texts, asks the approvers, and publishes exactly what they said yes to. */
export async function publishNotice(desk: Desk, notice: MedicineNotice, id: string, where: Where): Promise<Published> {
  const { care, approvals, clock, ask, print } = desk;
  const content = noticeContent(notice, { timeZone });
  // An approval that was refused or has expired is never asked for again: each run asks for one of its own.
  const approval = `${id}.${clock.now()}`;
  const request = await approvals.request(content, { ...where, id: approval, author });
  const { review, hash } = request;
  printReview(review, `The exact texts of ${id}`, print);
  if (review.findings.some(({ level }) => level === "block"))
    throw new UsageError("A safeguard blocks it: change the notice. Nobody was asked, and nothing was sent.");
  if (!(await askApprovers(approvals, request, approvers, ask, print))) return { review, report: undefined };
  await care.audit.record({ by: author, action: "publish", subject: id, contentHash: hash });
  // The same id again sends only what certainly was not sent.
  const report = await care.publish(content, { ...where, id, approval });
  printReceipts(report, `Receipts of ${id}`, print);
  return { review, report };
}

/** The texts and what the safeguards found, and nothing more. */
export async function reviewNotice(
  { care, print }: Pick<Desk, "care" | "print">,
  notice: MedicineNotice,
): Promise<Review> {
  const review = await care.review(noticeContent(notice, { timeZone }));
  // That nobody has approved it yet is no news before anybody was asked.
  const findings = review.findings.filter(({ rule }) => rule !== "approval.missing");
  const shown = { ...review, findings };
  printReview(shown, "The exact texts", print);
  return shown;
}

/**
 * The channels that carry the notice, or may carry it because its outcome is not known, and the post on each that the end of it
 * answers.
 */
export async function findCarriers(care: Carecast, publicationId: string): Promise<Required<Where>> {
  const deliveries = await care.deliveries({ publicationId });
  const carried = deliveries.filter(({ index, state }) => index === 0 && carriedStates.has(state));
  return {
    channels: carried.map(({ channel }) => channel),
    replyTo: Object.fromEntries(carried.flatMap(({ channel, receipt }) => (receipt ? [[channel, receipt]] : []))),
  };
}

const carriedStates: ReadonlySet<string> = new Set(["delivered", "accepted", "unknown"]);
