import { createCarecast, type Carecast } from "@carecast/core";
import { createAlerts, type Alerts } from "@carecast/core/alerts";
import { scanIdentifiers } from "@carecast/core/identifiers";
import { createApprovals, createCrisisMode, requireApproval, type Approvals } from "@carecast/core/safeguards";

import type { Stage } from "./open-channels.ts";

/** Everything that one warning needs. */
export interface Desk {
  readonly care: Carecast;
  readonly alerts: Alerts;
  readonly approvals: Approvals;
  readonly people: People;
}

/** Who writes, and who says yes. */
export interface People {
  readonly author: string;
  readonly approvers: readonly string[];
}

/** Telephone numbers and addresses of the house itself may be published. */
const own = { phone: ["+1 555 010 0100", "+1 555 010 0199"], url: ["example.org"] };

export function openDesk({ channels, ledger }: Stage, people: People): Desk {
  const policy = { approvers: people.approvers.map((id) => ({ id, roles: [] })) };
  const safeguards = [scanIdentifiers({ allow: own }), requireApproval(policy)];
  const care = createCarecast({ channels, ledger, safeguards });
  const crisis = createCrisisMode(care);
  return { care, people, alerts: createAlerts(care, { crisis }), approvals: createApprovals(care, policy) };
}
