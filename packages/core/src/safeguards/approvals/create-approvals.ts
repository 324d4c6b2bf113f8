import type { Carecast } from "../../carecast.ts";
import type { Content } from "../../publish/to-post.ts";
import { readPolicy, type ApprovalPolicy } from "./approval-policy.ts";
import { approvalKind } from "./approval-record.ts";
import { readStatus, type ApprovalStatus } from "./approval-status.ts";
import { approve } from "./approve.ts";
import { breakGlass, listOpenReviews, reviewGlass, type BreakGlassOptions, type OpenReview } from "./break-glass.ts";
import { findRecord, type ApproveOptions, type Desk, type JudgeOptions } from "./desk.ts";
import { requestApproval, type ApprovalRequest, type RequestOptions } from "./request-approval.ts";
import { reject, withdraw } from "./say-no.ts";

/**
 * People say yes to the exact content that will leave. Everything is in the ledger, and in the audit trail before it counts.
 *
 * Danger: who calls is what the caller says. Give each person an account of their own in front of this, and never approve by a program.
 *
 * All methods throw a ConfigError whose `path` names what is wrong: `by`, `hash` or `id`.
 */
export interface Approvals<Channel extends string = string> {
  /** Asks for an approval. Asking again for the same content changes nothing; other content needs a new id. */
  request(content: Content, options: RequestOptions<Channel>): Promise<ApprovalRequest<Channel>>;
  /** One approver's yes, to this hash. */
  approve(id: string, options: ApproveOptions): Promise<ApprovalStatus>;
  /** One approver's no. It is final. */
  reject(id: string, options: JudgeOptions): Promise<ApprovalStatus>;
  /** The author or an approver takes it back, also after it was complete: what has not gone out is refused then. */
  withdraw(id: string, options: JudgeOptions): Promise<ApprovalStatus>;
  /**
   * One approver lets it through alone. Every approver is told at once, and somebody else has to `review` it within 24 hours.
   * Running it again tells those who could not be told.
   */
  breakGlass(id: string, options: BreakGlassOptions): Promise<ApprovalStatus>;
  /** The broken glasses that nobody has reviewed, most urgent first, overdue ones too. */
  openReviews(): Promise<readonly OpenReview[]>;
  /** Another approver has looked at a broken glass. */
  review(id: string, options: JudgeOptions): Promise<ApprovalStatus>;
  status(id: string): Promise<ApprovalStatus>;
  /** What waits for somebody, the one that expires first in front. */
  waiting(): Promise<readonly ApprovalStatus[]>;
}

/** @throws ConfigError for a policy that cannot be met. */
export function createApprovals<Name extends string>(
  care: Pick<Carecast<Name>, "audit" | "clock" | "documents" | "review">,
  policy: ApprovalPolicy,
): Approvals<Name> {
  const { clock } = care;
  const desk: Desk<Name> = { care, policy: readPolicy(policy), clock };
  return {
    request: (content, options) => requestApproval(desk, content, options),
    approve: (id, options) => approve(desk, id, options),
    reject: (id, options) => reject(desk, id, options),
    withdraw: (id, options) => withdraw(desk, id, options),
    breakGlass: (id, options) => breakGlass(desk, id, options),
    openReviews: () => listOpenReviews(desk),
    review: (id, options) => reviewGlass(desk, id, options),
    status: async (id) => readStatus(id, await findRecord(desk, id), clock.now()),

    async waiting() {
      const found: ApprovalStatus[] = [];
      for await (const { id, value } of care.documents.list(approvalKind)) {
        const status = readStatus(id, value, clock.now());
        if (status.state === "waiting") found.push(status);
      }
      return found.sort((one, other) => one.expiresAt - other.expiresAt);
    },
  };
}
