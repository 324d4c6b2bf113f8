import { isCarecastError, type CallContext, type CheckProblem, type CheckResult } from "@carecast/adapter";
import { readRate, type HttpAnswer } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { parseHeadered, type Api } from "./api.ts";
import { toProfileUrl } from "./at-uri.ts";
import { readClaims } from "./claims.ts";

const accountSchema = z.object({
  did: z.string().check(z.minLength(1)),
  handle: z.string().check(z.minLength(1)),
  active: z.optional(z.boolean()),
  status: z.catch(z.optional(z.string()), undefined),
  emailConfirmed: z.optional(z.boolean()),
});

/** What stands in a token that the account's own password has bought. */
const ownPasswordScope = "com.atproto.access";

/**
 * Asks whose the session is, and looks at what its token says that it may do. App passwords do not expire.
 *
 * @see https://docs.bsky.app/docs/api/com-atproto-server-get-session
 */
export async function check(api: Api, context: CallContext): Promise<CheckResult> {
  let answer: HttpAnswer;
  try {
    answer = await api.answer({ name: "com.atproto.server.getSession" }, context);
  } catch (error) {
    if (!isCarecastError(error) || error.code !== "auth") throw error;
    return { ready: false, problems: [{ level: "stop", message: error.message }] };
  }
  const account = parseHeadered(accountSchema, answer.json);
  const { did, handle, active = true } = account;
  const { scope } = readClaims((await api.session(context)).accessToken);
  const quota = toQuota(answer, context.clock.now());
  return {
    ready: active,
    account: { id: did, handle, url: toProfileUrl(did) },
    ...(typeof scope === "string" && { scopes: { granted: [scope], missing: [] } }),
    ...(quota && { quota }),
    problems: findProblems(account, scope === ownPasswordScope),
  };
}

function findProblems(
  { active = true, status, emailConfirmed = true }: z.infer<typeof accountSchema>,
  isOwnPassword: boolean,
): readonly CheckProblem[] {
  const problems: CheckProblem[] = [];
  if (!active) problems.push({ level: "stop", message: describeStatus(status) });
  if (!emailConfirmed) {
    problems.push({
      level: "warn",
      message: "The account's e-mail address is not confirmed: videos can be refused until it is.",
    });
  }
  if (isOwnPassword) {
    problems.push({
      level: "warn",
      message: "This is the account's own password. Use an app password: it can do less, and be taken back by itself.",
    });
  }
  return problems;
}

/** @see https://docs.bsky.app/docs/api/com-atproto-server-get-session : `status` is open to new words. */
function describeStatus(status: string | undefined): string {
  const known = status === "deactivated" || status === "suspended" ? status : undefined;
  const taken = status === "takendown" ? "taken down" : "not active";
  return `The account is ${known ?? taken}. Log in to the app to see why.`;
}

/** Of requests. @see https://docs.bsky.app/docs/advanced-guides/rate-limits */
function toQuota({ header }: HttpAnswer, nowMs: number): CheckResult["quota"] {
  const rate = readRate(header, nowMs);
  return rate && { remaining: rate.remaining, limit: rate.limit, resetsAt: new Date(rate.resetAt).toISOString() };
}
