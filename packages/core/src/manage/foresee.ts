import type { ApiCapabilities, CheckProblem, CheckResult } from "@carecast/adapter";

const dayMs = 24 * 60 * 60 * 1000;

/** A credential is renewed in a minute, an adapter is updated by somebody who has to find the time. */
const credentialWarningMs = 7 * dayMs;
const sunsetWarningMs = 90 * dayMs;

/** Below this share of a budget its end is near. */
const lowShare = 0.2;

/** What has ended, will end soon, or is short: what the figures of a check mean. */
export function foresee(
  { ready, expiresAt, quota, webhook }: CheckResult,
  { sunset }: ApiCapabilities,
  live: boolean,
  now: number,
): readonly CheckProblem[] {
  return [
    ...judgeEnd("The credential", expiresAt, credentialWarningMs, "Renew it.", now),
    ...judgeEnd("This version of the network's interface", sunset, sunsetWarningMs, "Update the adapter.", now),
    ...judgeQuota(quota),
    ...(webhook === "inactive" ? [warn("The network sends no webhooks here. Subscribe again.")] : []),
    ...(live || !ready ? [] : [warn("The limits of the account could not be read. The documented ones are used.")]),
  ];
}

function judgeEnd(
  what: string,
  end: string | undefined,
  warningMs: number,
  remedy: string,
  now: number,
): readonly CheckProblem[] {
  if (end === undefined) return [];
  const leftMs = Date.parse(end) - now;
  const day = end.slice(0, 10);
  if (leftMs <= 0) return [{ level: "stop", message: `${what} ended on ${day}. ${remedy}` }];
  return leftMs <= warningMs ? [warn(`${what} ends on ${day}. ${remedy}`)] : [];
}

function judgeQuota(quota: CheckResult["quota"]): readonly CheckProblem[] {
  if (!quota || quota.remaining >= quota.limit * lowShare) return [];
  const until = quota.resetsAt === undefined ? "" : ` until ${quota.resetsAt}`;
  return [warn(`Only ${quota.remaining} of ${quota.limit} requests or posts are left${until}.`)];
}

function warn(message: string): CheckProblem {
  return { level: "warn", message };
}
