import type { FaultWords } from "../faults/apply-faults.ts";
import { isFields } from "../shared/body.ts";
import type { Exchange } from "../shared/router.ts";
import { json } from "../shared/wire.ts";
import { tokenOf } from "./accounts.ts";
import { tooManyRequests } from "./rate-limit.ts";
import { failure } from "./refusals.ts";
import type { PlainLever, Post, State } from "./state.ts";

/** The call that publishes. */
export function publishEndpoints(lever: PlainLever): readonly string[] {
  return [lever === "container" ? "POST /v1/containers/:id/publish" : "POST /v1/posts"];
}

/** How the plain network words its failures. */
export function plainWords(state: State): FaultWords {
  return {
    rateLimited: ({ headers, resetAfterMs }) => {
      if (headers === false) return { ...failure(429, "too-many-requests"), bare: true };
      return tooManyRequests(100, state.now(), state.now() + (resetAfterMs ?? 60_000));
    },
    serverError: (status) => failure(status, "broken"),
    expiredToken: () => failure(401, "expired-token"),
    errorWith200: () => failure(200, "refused"),
    withoutId: (reply) => {
      const body: unknown = JSON.parse(String(reply.body));
      return { ...reply, body: JSON.stringify({ ...(isFields(body) ? body : {}), id: undefined }) };
    },
    tokenOf,
    threadPosition: (exchange) => {
      const parent = state.accounts.get(tokenOf(exchange) ?? "")?.posts.get(parentOf(exchange) ?? "");
      return 1 + depthOf(parent ?? null);
    },
  };
}

function parentOf({ request }: Exchange): string | undefined {
  return /"parent":"([^"]+)"/.exec(new TextDecoder().decode(request.body))?.[1];
}

function depthOf(post: Post | null): number {
  return post === null ? 0 : 1 + depthOf(post.parent);
}

export const notFound = json({ error: { code: "not-found" } }, 404);
export const internalError = json({ error: { code: "broken" } }, 500);
