import { isCarecastError, type CallContext, type CheckProblem, type CheckResult } from "@carecast/adapter";
import { readRate, type HttpAnswer } from "@carecast/adapter-kit";
import type * as z from "zod/mini";
import { ownAccountSchema, parseHeadered, readApp, type Api } from "./api.ts";

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
  const account = parseHeadered(ownAccountSchema, answer.json);
  const { id, acct, url } = account;
  const granted = await readScopes(api, context);
  const lacks = granted ? needs.filter(([scope]) => !covers(granted, scope)) : [];
  const problems = [...findAccountProblems(account), ...lacks.map(describeLack)];
  const quota = toQuota(answer, clock.now());
  return {
    ready: problems.every((problem) => problem.level !== "stop"),
    account: { id, handle: acct, ...(url && { url }) },
    ...(granted && { scopes: { granted, missing: lacks.map(([scope]) => scope) } }),
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

type Need = readonly [scope: string, level: CheckProblem["level"], without: string];

const needs: readonly Need[] = [
  ["write:statuses", "stop", "nothing can be published"],
  ["write:media", "warn", "no pictures or videos can be published"],
  ["write:accounts", "warn", "posts cannot be pinned"],
  ["read:statuses", "warn", "listening and looking for posts do not work"],
  ["read:notifications", "warn", "mentions and replies are not received"],
];

/** `write` stands for `write:statuses` and all of its kind. */
function covers(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || granted.includes(scope.split(":", 1)[0] ?? "");
}

function describeLack([scope, level, without]: Need): CheckProblem {
  return {
    level,
    message: `The application of the token lacks the scope ${scope}: ${without}. Make a new token with it.`,
  };
}

/** @see https://docs.joinmastodon.org/entities/Account/ */
function findAccountProblems({ limited, suspended, moved }: z.infer<typeof ownAccountSchema>): readonly CheckProblem[] {
  return [
    ...(suspended
      ? [{ level: "stop", message: "The server has suspended the account. Ask its moderators." } as const]
      : []),
    ...(moved ? [{ level: "warn", message: "The account has moved to another one. Use that one." } as const] : []),
    ...(limited
      ? [
          {
            level: "warn",
            message: "The server has limited the account: strangers do not see it. Ask its moderators.",
          } as const,
        ]
      : []),
  ];
}

function toQuota({ header }: HttpAnswer, nowMs: number): CheckResult["quota"] {
  const rate = readRate(header, nowMs);
  return rate && { remaining: rate.remaining, limit: rate.limit, resetsAt: new Date(rate.resetAt).toISOString() };
}
