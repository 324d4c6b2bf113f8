import { createInterface } from "node:readline/promises";

import type { ApprovalRequest, Approver } from "@carecast/core/safeguards";
import colors from "picocolors";

import type { Desk } from "./open-desk.ts";
import { printTitle } from "./print.ts";
import { UsageError } from "./usage-error.ts";

/** Asks one person about what was printed last. */
export type Ask = (approver: Approver) => Promise<boolean>;

/** The sandbox has nobody to ask: the program says yes for them, and says so. Never do this with real accounts. */
export const playApprovers: Ask = () => Promise.resolve(true);

/** Asks at the terminal. A product gives each person an account of their own instead. */
export function askAtTerminal(
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
  output: NodeJS.WritableStream,
): Ask {
  if (!input.isTTY) throw new UsageError("Nobody is there to approve: run it at a terminal, or with --dry-run.");
  return async ({ id }) => {
    const terminal = createInterface({ input, output });
    const answer = await terminal.question(`${id}: do you approve exactly this? Type yes: `);
    terminal.close();
    return answer.trim().toLowerCase() === "yes";
  };
}

/** Asks one after the other until nobody is missing. Resolves with whether all said yes; a no is final. */
export async function askApprovers(
  { approvals, ask, hospital, print }: Desk,
  { id, hash }: ApprovalRequest,
): Promise<boolean> {
  printTitle("Approvals", print);
  if (ask === playApprovers) print("The sandbox plays the approvers: nobody has really looked at this.");
  for (const approver of hospital.approvers) {
    const { id: by, roles } = approver;
    if (!(await ask(approver))) {
      await approvals.reject(id, { by, reason: "Said no at the terminal." });
      print(colors.red(`✗ ${by} said no. Nothing was sent.`));
      return false;
    }
    const { needs, state } = await approvals.approve(id, { by, hash });
    const missing = [`${needs.people} more`, ...needs.roles.map((role) => `a ${role} among them`)].join(", ");
    const rest = state === "complete" ? "nobody is missing" : `missing: ${missing}`;
    print(`${colors.green("✓")} ${by} (${roles.join(", ")}) approves ${hash.slice(0, 12)}; ${rest}`);
    if (state === "complete") return true;
  }
  throw new UsageError("The approvers of src/hospital.ts are too few for this kind of notice.");
}
