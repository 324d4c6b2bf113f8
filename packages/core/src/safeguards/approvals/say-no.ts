import { ConfigError } from "@carecast/adapter";

import { isSamePerson } from "../../models/person.ts";
import { findApprover } from "./approval-policy.ts";
import { readStatus, type ApprovalStatus } from "./approval-status.ts";
import {
  changeRecord,
  demandApprover,
  findRecord,
  readDecision,
  refuseEnded,
  type Desk,
  type JudgeOptions,
} from "./desk.ts";

/** An approver does not want it out. */
export async function reject(desk: Desk, id: string, given: JudgeOptions): Promise<ApprovalStatus> {
  const { by, reason } = readDecision<JudgeOptions>("reject", given);
  return end(desk, id, "rejected", { by: demandApprover(desk, by).id, reason });
}

/** The author or an approver takes it back, whether it was complete or not. */
export async function withdraw(desk: Desk, id: string, given: JudgeOptions): Promise<ApprovalStatus> {
  const { by, reason } = readDecision<JudgeOptions>("withdraw", given);
  const { author } = await findRecord(desk, id);
  if (!isSamePerson(author, by) && !findApprover(desk.policy, by))
    throw new ConfigError("by: is neither the author nor an approver.", { path: "by" });
  return end(desk, id, "withdrawn", { by, reason });
}

async function end(
  desk: Desk,
  id: string,
  what: "rejected" | "withdrawn",
  { by, reason }: JudgeOptions,
): Promise<ApprovalStatus> {
  const { care, clock } = desk;
  const known = await findRecord(desk, id);
  refuseEnded(known);
  const action = what === "rejected" ? "reject" : "withdraw";
  await care.audit.record({ by, action, subject: id, reason, contentHash: known.hash });
  const at = clock.now();
  const stored = await changeRecord(desk, id, (record) => {
    refuseEnded(record);
    return { ...record, [what]: { by, reason, at } };
  });
  return readStatus(id, stored, at);
}
