import { ConfigError, type Clock } from "@carecast/adapter";
import * as z from "zod/mini";

import type { Carecast } from "../../carecast.ts";
import { parseOptions } from "../../models/parse.ts";
import { isSamePerson } from "../../models/person.ts";
import { textSchema } from "../../models/words.ts";
import { findApprover, type Approver, type ReadPolicy } from "./approval-policy.ts";
import { approvalKind, type ApprovalRecord } from "./approval-record.ts";

/** What every step of an approval works with. */
export interface Desk<Name extends string = string> {
  readonly care: Pick<Carecast<Name>, "audit" | "documents" | "review">;
  readonly policy: ReadPolicy;
  readonly clock: Clock;
}

/** Who approves, and what: the hash that was shown to them. */
export interface ApproveOptions {
  readonly by: string;
  readonly hash: string;
}

/** Who says so, and why. */
export interface JudgeOptions {
  readonly by: string;
  /** For the record. It stays in the ledger: no patient's data. */
  readonly reason: string;
}

const approveShape = { by: textSchema, hash: textSchema };
const judgeShape = { by: textSchema, reason: textSchema };
const schemas = {
  approve: z.strictObject(approveShape),
  breakGlass: z.strictObject({ ...approveShape, ...judgeShape }),
  reject: z.strictObject(judgeShape),
  withdraw: z.strictObject(judgeShape),
  review: z.strictObject(judgeShape),
};

export function readDecision<Options>(act: keyof typeof schemas, value: unknown): Options {
  return parseOptions<Options>(act, schemas[act], value);
}

/** @throws ConfigError where there is none of this id. */
export async function findRecord({ care }: Desk, id: string): Promise<ApprovalRecord> {
  return demandRecord((await care.documents.find(approvalKind, id))?.value);
}

/** Changes what is stored. `change` sees it as it is at that moment, and refuses by throwing. */
export async function changeRecord(
  { care }: Desk,
  id: string,
  change: (stored: ApprovalRecord) => ApprovalRecord,
): Promise<ApprovalRecord> {
  return demandRecord(await care.documents.update(approvalKind, id, (stored) => change(demandRecord(stored))));
}

function demandRecord(record: ApprovalRecord | undefined): ApprovalRecord {
  if (record) return record;
  throw new ConfigError("id: there is no approval of this id. approvals.waiting() lists those that wait.", {
    path: "id",
  });
}

/** @throws ConfigError unless the policy knows them as an approver. */
export function demandApprover({ policy }: Desk, by: string): Approver {
  const approver = findApprover(policy, by);
  if (approver) return approver;
  throw new ConfigError("by: is not one of the approvers of the policy.", { path: "by" });
}

export function refuseAuthor({ author }: ApprovalRecord, { id }: Approver): void {
  if (!isSamePerson(author, id)) return;
  throw new ConfigError("by: wrote it. Somebody else has to decide about it.", { path: "by" });
}

/** @throws ConfigError for another hash, and for what is decided or too old. */
export function refuseUnfit(record: ApprovalRecord, hash: string, now: number): void {
  if (record.hash !== hash)
    throw new ConfigError("hash: is that of other content than was asked about. Look at it again before you decide.", {
      path: "hash",
    });
  refuseEnded(record);
  if (now >= record.expiresAt)
    throw new ConfigError("id: this approval is too old. Ask for a new one under a new id.", { path: "id" });
}

/** @throws ConfigError where somebody has said no already. */
export function refuseEnded({ rejected, withdrawn }: ApprovalRecord): void {
  if (!rejected && !withdrawn) return;
  const what = rejected ? "rejected" : "withdrawn";
  throw new ConfigError(`id: this approval was ${what}. Ask for a new one under a new id.`, { path: "id" });
}
