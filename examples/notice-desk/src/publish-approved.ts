import type { MarkedPost, PublishOptions, Report, Review } from "@carecast/core";
import { defaultApprovalRules } from "@carecast/core/safeguards";

import { askApprovers } from "./ask-approvers.ts";
import type { Desk } from "./open-desk.ts";
import { printReceipts } from "./print-receipts.ts";
import { printReview } from "./print-review.ts";
import type { Print } from "./print.ts";
import { UsageError } from "./usage-error.ts";

/** What became of one notice. Without a report it was not sent. */
export interface Published {
  readonly review: Review;
  readonly report: Report | undefined;
}

/** The channels of a publication, and the post on each that it answers. */
export type Where = Pick<PublishOptions, "channels" | "replyTo">;

/** Shows the exact texts, asks whom the kind of the notice needs, and publishes exactly what they said yes to. */
export async function publishApproved(
  desk: Desk,
  content: MarkedPost,
  id: string,
  where: Where = {},
): Promise<Published> {
  const { care, approvals, hospital, print } = desk;
  const title = `The exact texts of ${id}`;
  if (defaultApprovalRules[content.kind].people === 0) {
    const review = await care.review(content, where);
    showReview(review, title, print);
    print(`A ${content.kind} needs nobody's approval.`);
    return { review, report: await send(desk, content, { ...where, id }) };
  }
  const { author } = hospital;
  // An approval that was refused or has expired is never asked for again: each run asks for one of its own.
  const approval = `${id}.${care.clock.now()}`;
  const request = await approvals.request(content, { ...where, id: approval, author });
  const { review, hash } = request;
  showReview(review, title, print);
  if (!(await askApprovers(desk, request))) return { review, report: undefined };
  await care.audit.record({ by: author, action: "publish", subject: id, contentHash: hash });
  return { review, report: await send(desk, content, { ...where, id, approval }) };
}

function showReview(review: Review, title: string, print: Print): void {
  printReview(review, title, print);
  if (review.findings.some(({ level }) => level === "block"))
    throw new UsageError("A safeguard blocks it: change the notice. Nobody was asked, and it was not sent.");
}

/** The same id again sends only what certainly was not sent. */
async function send(
  { care, print }: Desk,
  content: MarkedPost,
  options: PublishOptions & { readonly id: string },
): Promise<Report> {
  const report = await care.publish(content, options);
  printReceipts(report, `Receipts of ${options.id}`, print);
  return report;
}

/** The texts and what the safeguards found, and nothing more. */
export async function reviewOnly({ care, print }: Desk, content: MarkedPost, title: string): Promise<Review> {
  const review = await care.review(content);
  // That nobody has approved it yet is no news before anybody was asked.
  const findings = review.findings.filter(({ rule }) => rule !== "approval.missing");
  const shown = { ...review, findings };
  printReview(shown, title, print);
  return shown;
}
