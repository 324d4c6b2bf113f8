import { isCarecastError, type CallContext, type CheckProblem, type CheckResult } from "@carecast/adapter";
import { readRate, type HttpAnswer } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { parseHeadered, type Api } from "./api.ts";
import { toProfileUrl } from "./at-uri.ts";

const accountSchema = z.object({
  did: z.string().check(z.minLength(1)),
  handle: z.string().check(z.minLength(1)),
  active: z.optional(z.boolean()),
  emailConfirmed: z.optional(z.boolean()),
});

/**
 * Asks whose the session is. App passwords neither expire nor have scopes, so there is nothing to say of these.
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
  const { did, handle, active = true, emailConfirmed = true } = parseHeadered(accountSchema, answer.json);
  const quota = toQuota(answer, context.clock.now());
  const problems: CheckProblem[] = [];
  if (!active) problems.push({ level: "stop", message: "The account is not active. Log in to the app to see why." });
  if (!emailConfirmed) {
    problems.push({
      level: "warn",
      message: "The account's e-mail address is not confirmed: videos can be refused until it is.",
    });
  }
  return {
    ready: active,
    account: { id: did, handle, url: toProfileUrl(did) },
    ...(quota && { quota }),
    problems,
  };
}

/** Of requests. @see https://docs.bsky.app/docs/advanced-guides/rate-limits */
function toQuota({ header }: HttpAnswer, nowMs: number): CheckResult["quota"] {
  const rate = readRate(header, nowMs);
  return rate && { remaining: rate.remaining, limit: rate.limit, resetsAt: new Date(rate.resetAt).toISOString() };
}
