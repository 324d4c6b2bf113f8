import type { FaultWords } from "../faults/apply-faults.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { isFields } from "../shared/body.ts";
import { streamTokenOf } from "./authorize.ts";
import type { State, Status } from "./state.ts";

/** The calls that publish on Mastodon. */
export const publishEndpoints: readonly string[] = ["POST /api/v1/statuses"];

/** How Mastodon words its failures. */
export function mastodonWords(state: State): FaultWords {
  return {
    rateLimited: ({ headers, resetAfterMs }) =>
      tooManyRequests(headers === false ? undefined : state.now() + (resetAfterMs ?? 60_000)),
    serverError: (status) => json({ error: serverErrors[status] ?? "Something went wrong" }, status),
    expiredToken: () => json({ error: "The access token expired" }, 401),
    errorWith200: () => json({ error: "This action is not allowed" }),
    withoutId: (reply) => {
      const body: unknown = JSON.parse(String(reply.body));
      return { ...reply, body: JSON.stringify({ ...(isFields(body) ? body : {}), id: undefined }) };
    },
    tokenOf: ({ request }) => streamTokenOf(request),
    threadPosition: ({ request }) => {
      const parent = parentOf(request.body);
      return parent === undefined ? 1 : depthOf(state.statuses.get(parent)) + 1;
    },
  };
}

const serverErrors: Readonly<Record<number, string>> = {
  500: "We're sorry, but something went wrong on our end.",
  503: "There was a temporary problem serving your request, please try again",
};

/** 429; without `resetAt` nothing in it says when to come back. */
export function tooManyRequests(resetAt: number | undefined): WireReply {
  const error = { error: "Too many requests" };
  return resetAt === undefined ? { ...json(error, 429), bare: true } : json(error, 429, rateHeaders(300, 0, resetAt));
}

/** The reset is a date with microseconds, not an epoch: https://docs.joinmastodon.org/api/rate-limits/ */
export function rateHeaders(limit: number, remaining: number, resetAt: number): Record<string, string> {
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": new Date(resetAt).toISOString().replace("Z", "000Z"),
  };
}

function parentOf(body: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(body);
  return /in_reply_to_id(?:"\s*:\s*"?|=|"\r\n\r\n)(\d+)/.exec(text)?.[1];
}

function depthOf(status: Status | undefined): number {
  return status === undefined ? 0 : 1 + depthOf(status.inReplyTo ?? undefined);
}
