// People approve what leaves
export { requireApproval } from "./approvals/require-approval.ts";
export { createApprovals } from "./approvals/create-approvals.ts";
export type { Approvals } from "./approvals/create-approvals.ts";
export { defaultApprovalRules } from "./approvals/default-approval-rules.ts";
export type { ApprovalNotice, ApprovalPolicy, ApprovalRule, Approver } from "./approvals/approval-policy.ts";
export type { BrokenGlass, Judgement } from "./approvals/approval-record.ts";
export type { ApprovalState, ApprovalStatus } from "./approvals/approval-status.ts";
export type { BreakGlassOptions, OpenReview } from "./approvals/break-glass.ts";
export type { ApprovalNeeds } from "./approvals/count-approvals.ts";
export type { ApproveOptions, JudgeOptions } from "./approvals/desk.ts";
export type { ApprovalRequest, RequestOptions } from "./approvals/request-approval.ts";

// People agree to be shown
export { requireConsent } from "./consents/require-consent.ts";
export { createConsents } from "./consents/create-consents.ts";
export type { Consents, RecordOptions } from "./consents/create-consents.ts";
export type { ConsentItem, ConsentRecord, StoredConsent } from "./consents/consent-record.ts";
export type { RemainingDelivery, Revocation, RevokedDelivery, RevokeOptions } from "./consents/revoke-consent.ts";

// A crisis stops everything else
export { createCrisisMode } from "./crisis/create-crisis-mode.ts";
export type { CrisisMode, CrisisModeOptions, CrisisNotice, CrisisStatus } from "./crisis/create-crisis-mode.ts";
export { crisisKinds } from "./crisis/crisis-kinds.ts";
export type { DecideOptions, DecideReport } from "./crisis/decide-held.ts";
export type { EndOptions } from "./crisis/end-crisis.ts";
export type { HeldPublication } from "./crisis/held-publication.ts";
export type { StartOptions } from "./crisis/start-crisis.ts";
