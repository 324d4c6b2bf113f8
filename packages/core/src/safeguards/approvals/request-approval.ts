import { ConfigError } from "@carecast/adapter";
import * as z from "zod/mini";

import { lastingNameSchema } from "../../models/option-schemas.ts";
import { parseOptions } from "../../models/parse.ts";
import { isSamePerson } from "../../models/person.ts";
import { textSchema } from "../../models/words.ts";
import type { PublishOptions } from "../../publish/publish-options.ts";
import type { Content } from "../../publish/to-post.ts";
import type { Review } from "../../review/review.ts";
import type { ApprovalRule } from "./approval-policy.ts";
import { approvalKind, type ApprovalRecord } from "./approval-record.ts";
import { findNeeds, findOpenRoles, type ApprovalNeeds } from "./count-approvals.ts";
import type { Desk } from "./desk.ts";

/** Who asks, and the options with which it will be published. */
export interface RequestOptions<Channel extends string = string> extends Omit<
  PublishOptions<Channel>,
  "id" | "approval"
> {
  /** The id of the approval, for `approve` and for `publish`: 1 to 60 of letters, digits, `.`, `-`, `_`. */
  readonly id: string;
  /** Who wrote it, and therefore cannot approve it. */
  readonly author: string;
}

/** What approvers have to see, and what they have to name. */
export interface ApprovalRequest<Channel extends string = string> {
  readonly id: string;
  /** The exact texts, and what safeguards found beside the approval itself. */
  readonly review: Review<Channel>;
  /** What `approve` wants to hear. */
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly needs: ApprovalNeeds;
}

const requestSchema = z.strictObject({ id: lastingNameSchema, author: textSchema });

export async function requestApproval<Name extends string>(
  desk: Desk<Name>,
  content: Content,
  { id, author, ...options }: RequestOptions<Name>,
): Promise<ApprovalRequest<Name>> {
  parseOptions("request", requestSchema, { id, author });
  const { care, clock, policy } = desk;
  const review = await care.review(content, options);
  const { kind, hash } = review;
  const rule = policy.rules[kind];
  refuseHopeless(desk, rule, author);
  const known = (await care.documents.find(approvalKind, id))?.value;
  if (known) {
    refuseOther(known, hash, author);
    return answer(id, review, known);
  }
  await care.audit.record({
    by: author,
    action: "approval-requested",
    subject: id,
    contentHash: hash,
    facts: { kind, people: rule.people },
  });
  const requestedAt = clock.now();
  const fresh: ApprovalRecord = {
    kind,
    hash,
    threads: review.threads,
    author,
    people: rule.people,
    roles: rule.roles ?? [],
    requestedAt,
    expiresAt: requestedAt + rule.validMs,
    approved: [],
  };
  let stored = fresh;
  await care.documents.update(approvalKind, id, (other) => {
    if (!other) return fresh;
    refuseOther(other, hash, author);
    stored = other;
    return undefined;
  });
  return answer(id, review, stored);
}

function answer<Name extends string>(id: string, review: Review<Name>, record: ApprovalRecord): ApprovalRequest<Name> {
  // That nobody has approved it yet is why it is asked for.
  const findings = review.findings.filter(({ rule }) => !rule.startsWith("approval."));
  const { hash, expiresAt } = record;
  return { id, review: { ...review, findings }, hash, expiresAt, needs: findNeeds(record, record) };
}

function refuseOther(known: ApprovalRecord, hash: string, author: string): void {
  if (known.hash !== hash)
    throw new ConfigError(
      "id: this approval was asked for other content. Choose a new id: any change needs new eyes.",
      {
        path: "id",
      },
    );
  if (!isSamePerson(known.author, author))
    throw new ConfigError("author: somebody else asked for this approval. Choose a new id.", { path: "author" });
}

/** What nobody could ever complete must show now, not while everybody waits. */
function refuseHopeless({ policy }: Pick<Desk, "policy">, rule: ApprovalRule, author: string): void {
  const others = policy.approvers.filter(({ id }) => !isSamePerson(id, author)).map(({ roles }) => roles);
  const open = findOpenRoles(rule.roles ?? [], others);
  if (others.length >= rule.people && open.length === 0) return;
  const lack = open.length > 0 ? `of the role ${open.join(", ")}` : `for ${rule.people} approvals`;
  throw new ConfigError(`approvers: there are too few people ${lack} beside the author. Add them to the policy.`, {
    path: "approvers",
  });
}
