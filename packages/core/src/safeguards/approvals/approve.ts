import { ConfigError } from "@carecast/adapter";

import type { ContentKind } from "../../models/content-kind.ts";
import { isSamePerson } from "../../models/person.ts";
import type { Approver } from "./approval-policy.ts";
import type { ApprovalRecord } from "./approval-record.ts";
import { readStatus, type ApprovalStatus } from "./approval-status.ts";
import { findNeeds, isMet } from "./count-approvals.ts";
import {
  changeRecord,
  demandApprover,
  findRecord,
  readDecision,
  refuseAuthor,
  refuseUnfit,
  type ApproveOptions,
  type Desk,
} from "./desk.ts";
import { tellApprovers } from "./tell-approvers.ts";

/** What takes a warning back needs one person, and a second one who knows. */
const informing: readonly ContentKind[] = ["correction", "cancellation", "allClear"];

export async function approve(desk: Desk, id: string, given: ApproveOptions): Promise<ApprovalStatus> {
  const { by, hash } = readDecision<ApproveOptions>("approve", given);
  const approver = demandApprover(desk, by);
  const { care, clock, policy } = desk;
  const check = (record: ApprovalRecord): void => {
    refuseAuthor(record, approver);
    refuseUnfit(record, hash, clock.now());
    refuseSecondVote(record, approver);
  };
  check(await findRecord(desk, id));
  await care.audit.record({ by: approver.id, action: "approve", subject: id, contentHash: hash });
  const at = clock.now();
  const others = policy.approvers.filter((other) => other !== approver).map((other) => other.id);
  let isFirst = false;
  const stored = await changeRecord(desk, id, (record) => {
    check(record);
    const approved = [...record.approved, { by: approver.id, roles: approver.roles, at }];
    const next = { ...record, approved };
    isFirst = approved.length === 1 && informing.includes(record.kind) && isMet(findNeeds(next, next));
    return isFirst ? { ...next, untold: others } : next;
  });
  if (!isFirst) return readStatus(id, stored, at);
  const notice = {
    kind: "second-informed",
    approval: id,
    contentKind: stored.kind,
    by: approver.id,
    at,
    hash,
  } as const;
  return { ...readStatus(id, stored, at), untold: await tellApprovers(desk, notice, others) };
}

function refuseSecondVote({ approved }: ApprovalRecord, { id }: Approver): void {
  if (!approved.some(({ by }) => isSamePerson(by, id))) return;
  throw new ConfigError("by: has approved it already. Nobody counts twice.", { path: "by" });
}
