// The program around it
export { runProgram } from "./run-program.ts";
export type { Done, World } from "./run-program.ts";
export { UsageError } from "./usage-error.ts";

// Where it acts
export { openAccounts, openSandbox, readAccounts } from "./open-stage.ts";
export type { Stage } from "./open-stage.ts";
export { openDesk } from "./open-desk.ts";
export type { Desk, Hospital } from "./open-desk.ts";

// The way of a notice
export { askAtTerminal, playApprovers } from "./ask-approvers.ts";
export { findCarriers } from "./find-carriers.ts";
export { publishApproved, reviewOnly } from "./publish-approved.ts";
export type { Published } from "./publish-approved.ts";

// What a person sees
export { printAudit } from "./print-audit.ts";
export type { Audit } from "./print-audit.ts";
export { printTable, printTitle } from "./print.ts";
export type { Print, Row } from "./print.ts";
