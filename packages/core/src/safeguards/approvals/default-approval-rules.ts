import type { ContentKind } from "../../models/content-kind.ts";
import type { ApprovalRule } from "./approval-policy.ts";

const hour = 60 * 60_000;
/** Warnings age quickly: what was right when it was approved may be wrong soon after. */
const quarter = 15 * 60_000;

const nobody: ApprovalRule = { people: 0, validMs: hour };

/**
 * Routine posts and fixed words need nobody, stories one person of the role `privacy`, medicines two of whom one is a `pharmacist`,
 * warnings two, and what takes a warning back one: there speed beats form. Valid for an hour, warnings for 15 minutes.
 */
export const defaultApprovalRules: Readonly<Record<ContentKind, ApprovalRule>> = {
  post: nobody,
  reply: nobody,
  pointer: nobody,
  ending: nobody,
  serviceNotice: nobody,
  supplyNotice: nobody,
  story: { people: 1, roles: ["privacy"], validMs: hour },
  appearanceNotice: { people: 1, roles: ["pharmacist"], validMs: hour },
  medicineNotice: { people: 2, roles: ["pharmacist"], validMs: hour },
  closureNotice: { people: 2, validMs: hour },
  alert: { people: 2, validMs: quarter },
  update: { people: 2, validMs: quarter },
  exercise: { people: 2, validMs: quarter },
  correction: { people: 1, validMs: quarter },
  cancellation: { people: 1, validMs: quarter },
  allClear: { people: 1, validMs: quarter },
};
