import { ConfigError } from "@carecast/adapter";

import type { ContentKind } from "../../models/content-kind.ts";
import { isSamePerson } from "../../models/person.ts";
import { approvalKind, type ApprovalRecord, type BrokenGlass } from "./approval-record.ts";
import { readStatus, type ApprovalStatus } from "./approval-status.ts";
import {
  changeRecord,
  demandApprover,
  findRecord,
  readDecision,
  refuseAuthor,
  refuseUnfit,
  type ApproveOptions,
  type Desk,
  type JudgeOptions,
} from "./desk.ts";
import { tellApprovers } from "./tell-approvers.ts";

/** Who lets it through alone, and why. */
export interface BreakGlassOptions extends ApproveOptions, JudgeOptions {}

/** A broken glass that nobody has looked at since. */
export interface OpenReview {
  /** The id of the approval. */
  readonly id: string;
  readonly kind: ContentKind;
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

const reviewWithinMs = 24 * 60 * 60_000;

export async function breakGlass(desk: Desk, id: string, given: BreakGlassOptions): Promise<ApprovalStatus> {
  const { by, hash, reason } = readDecision<BreakGlassOptions>("breakGlass", given);
  const approver = demandApprover(desk, by);
  const { care, clock, policy } = desk;
  const check = (record: ApprovalRecord): BrokenGlass | undefined => {
    refuseAuthor(record, approver);
    refuseUnfit(record, hash, clock.now());
    if (record.glass && !isSamePerson(record.glass.by, approver.id))
      throw new ConfigError("id: somebody else has broken this glass already. It can be published.", { path: "id" });
    return record.glass;
  };
  let stored = await findRecord(desk, id);
  if (!check(stored)) {
    await care.audit.record({ by: approver.id, action: "break-glass", subject: id, reason, contentHash: hash });
    const at = clock.now();
    const glass = { by: approver.id, reason, at, reviewDueAt: at + reviewWithinMs };
    const everybody = policy.approvers.map((other) => other.id);
    stored = await changeRecord(desk, id, (record) =>
      check(record) ? record : { ...record, glass, untold: everybody },
    );
  }
  // Whoever runs it again, after a crash or a failure, goes on with those who do not know yet.
  const { kind: contentKind, glass, untold = [] } = stored;
  const at = glass?.at ?? clock.now();
  const notice = { kind: "break-glass", approval: id, contentKind, by: approver.id, at, hash } as const;
  return { ...readStatus(id, stored, clock.now()), untold: await tellApprovers(desk, notice, untold) };
}

export async function listOpenReviews({ care }: Desk): Promise<readonly OpenReview[]> {
  const open: OpenReview[] = [];
  for await (const { id, value } of care.documents.list(approvalKind)) {
    const { kind, glass } = value;
    if (!glass || glass.reviewed) continue;
    const { by, reason, at, reviewDueAt: dueAt } = glass;
    open.push({ id, kind, by, reason, at, dueAt });
  }
  return open.sort((one, other) => one.dueAt - other.dueAt);
}

export async function reviewGlass(desk: Desk, id: string, given: JudgeOptions): Promise<ApprovalStatus> {
  const { by, reason } = readDecision<JudgeOptions>("review", given);
  const approver = demandApprover(desk, by);
  const { care, clock } = desk;
  const check = (record: ApprovalRecord): BrokenGlass => {
    refuseAuthor(record, approver);
    const { glass } = record;
    if (!glass || glass.reviewed)
      throw new ConfigError("id: there is no broken glass to review here. approvals.openReviews() lists them.", {
        path: "id",
      });
    if (isSamePerson(glass.by, approver.id))
      throw new ConfigError("by: broke the glass. Somebody else has to look at it.", { path: "by" });
    return glass;
  };
  const known = await findRecord(desk, id);
  check(known);
  await care.audit.record({
    by: approver.id,
    action: "review-break-glass",
    subject: id,
    reason,
    contentHash: known.hash,
  });
  const at = clock.now();
  const stored = await changeRecord(desk, id, (record) => ({
    ...record,
    glass: { ...check(record), reviewed: { by: approver.id, reason, at } },
  }));
  return readStatus(id, stored, at);
}
