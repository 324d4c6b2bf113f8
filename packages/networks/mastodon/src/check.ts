import { isCarecastError, type CallContext, type CheckProblem, type CheckResult } from "@carecast/adapter";
import { readRate, type HttpAnswer } from "@carecast/adapter-kit";
import { accountSchema, parseHeadered, readApp, type Api } from "./api.ts";

/**
 * Asks whose the token is, and what the application that it was made for may do. What the token itself may do no
 * endpoint tells; it can be less.
 *
 * @see https://docs.joinmastodon.org/methods/apps/#verify_credentials
 */
export async function check(api: Api, context: CallContext): Promise<CheckResult> {
  const { clock, signal, tellRate } = context;
  let answer: HttpAnswer;
  try {
    answer = await api.http.answer({ path: "/api/v1/accounts/verify_credentials", signal, tellRate });
  } catch (error) {
    if (!isCarecastError(error) || error.code !== "auth") throw error;
    return { ready: false, problems: [{ level: "stop", message: error.message }] };
  }
  const { id, acct, url } = parseHeadered(accountSchema, answer.json);
  const problems = findScopeProblems(await readScopes(api, context));
  const quota = toQuota(answer, clock.now());
  return {
    ready: problems.every((problem) => problem.level !== "stop"),
    account: { id, handle: acct, ...(url && { url }) },
    ...(quota && { quota }),
    problems,
  };
}

/** Undefined where the server is older than 4.3 or another make. */
async function readScopes({ http }: Api, { signal, tellRate }: CallContext): Promise<readonly string[] | undefined> {
  try {
    return (await http.json({ path: "/api/v1/apps/verify_credentials", signal, tellRate }, readApp)).scopes;
  } catch (error) {
    if (!isCarecastError(error) || error.retryable) throw error;
    return undefined;
  }
}

const needs: readonly (readonly [scope: string, level: CheckProblem["level"], without: string])[] = [
  ["write:statuses", "stop", "nothing can be published"],
  ["write:media", "warn", "no pictures or videos can be published"],
  ["read:statuses", "warn", "listening and looking for posts do not work"],
  ["read:notifications", "warn", "mentions and replies are not received"],
];

function findScopeProblems(scopes: readonly string[] | undefined): readonly CheckProblem[] {
  if (scopes === undefined) return [];
  return needs
    .filter(([scope]) => !scopes.includes(scope) && !scopes.includes(scope.split(":", 1)[0] ?? ""))
    .map(([scope, level, without]) => ({
      level,
      message: `The application of the token lacks the scope ${scope}: ${without}. Make a new token with it.`,
    }));
}

function toQuota({ header }: HttpAnswer, nowMs: number): CheckResult["quota"] {
  const rate = readRate(header, nowMs);
  return rate && { remaining: rate.remaining, limit: rate.limit, resetsAt: new Date(rate.resetAt).toISOString() };
}
