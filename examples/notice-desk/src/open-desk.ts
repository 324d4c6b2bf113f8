import { createCarecast, type Carecast } from "@carecast/core";
import { scanIdentifiers, type AllowedIdentifiers } from "@carecast/core/identifiers";
import { createApprovals, requireApproval, type Approvals, type Approver } from "@carecast/core/safeguards";

import type { Ask } from "./ask-approvers.ts";
import type { Stage } from "./open-stage.ts";
import type { Print } from "./print.ts";

/** What a hospital says once about itself. */
export interface Hospital {
  /** Who writes the notices, and therefore approves none of them. */
  readonly author: string;
  readonly approvers: readonly Approver[];
  /** What the identifier scan lets pass: the hospital's own numbers and hosts. */
  readonly allow: AllowedIdentifiers;
}

/** Where notices are written, approved and sent. */
export interface Desk extends AsyncDisposable {
  readonly care: Carecast;
  readonly approvals: Approvals;
  readonly hospital: Hospital;
  readonly ask: Ask;
  readonly print: Print;
}

/** A hub that lets nothing out which looks like a patient, or which nobody has approved. Disposing of it closes the stage too. */
export async function openDesk(stage: Stage, hospital: Hospital, ask: Ask, print: Print): Promise<Desk> {
  const { channels, ledger, clock } = stage;
  const policy = { approvers: hospital.approvers };
  const safeguards = [scanIdentifiers({ allow: hospital.allow }), requireApproval(policy)];
  const care = createCarecast({ channels, ledger, clock, safeguards });
  const close = async (): Promise<void> => {
    await care.close().finally(() => stage.close());
  };
  // Reads the limits of each account, so that the texts are counted exactly; what is not ready shows in the report.
  await care.check();
  const approvals = createApprovals(care, policy);
  return { care, approvals, hospital, ask, print, [Symbol.asyncDispose]: close };
}
