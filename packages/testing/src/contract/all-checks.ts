import type { ContractCheck } from "./check.ts";
import { abortChecks } from "./checks/abort-checks.ts";
import { accountChecks } from "./checks/account-checks.ts";
import { changeChecks } from "./checks/change-checks.ts";
import { errorChecks } from "./checks/error-checks.ts";
import { leaveChecks } from "./checks/leave-checks.ts";
import { listenChecks } from "./checks/listen-checks.ts";
import { measureChecks } from "./checks/measure-checks.ts";
import { objectChecks } from "./checks/object-checks.ts";
import { outcomeChecks } from "./checks/outcome-checks.ts";
import { pinChecks } from "./checks/pin-checks.ts";
import { prepareChecks } from "./checks/prepare-checks.ts";
import { publishChecks } from "./checks/publish-checks.ts";
import { rateChecks } from "./checks/rate-checks.ts";
import { receiveChecks } from "./checks/receive-checks.ts";
import { repeatChecks } from "./checks/repeat-checks.ts";
import { tokenChecks } from "./checks/token-checks.ts";

/** The contract, as a list of things to try. */
export const allChecks: readonly ContractCheck[] = [
  ...objectChecks,
  ...measureChecks,
  ...prepareChecks,
  ...publishChecks,
  ...outcomeChecks,
  ...rateChecks,
  ...repeatChecks,
  ...errorChecks,
  ...abortChecks,
  ...changeChecks,
  ...pinChecks,
  ...accountChecks,
  ...tokenChecks,
  ...listenChecks,
  ...leaveChecks,
  ...receiveChecks,
];
