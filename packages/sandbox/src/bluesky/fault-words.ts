import type { FaultWords } from "../faults/apply-faults.ts";
import { isFields } from "../shared/body.ts";
import { json } from "../shared/wire.ts";
import { exceeded } from "./rate-limits.ts";
import { failure } from "./refusals.ts";
import { bearerOf } from "./sessions.ts";
import type { State } from "./state.ts";

/** The calls that publish on Bluesky. */
export const publishEndpoints: readonly string[] = ["createRecord", "putRecord", "applyWrites"].map(
  (name) => `POST /xrpc/com.atproto.repo.${name}`,
);

const serverErrors: Readonly<Record<number, readonly [error: string, message: string]>> = {
  500: ["InternalServerError", "Internal Server Error"],
  502: ["UpstreamFailure", "Upstream Failure"],
  503: ["NotEnoughResources", "Not Enough Resources"],
  504: ["UpstreamTimeout", "Upstream Timeout"],
};

/** What a server grants all requests of one address. */
const documented = { limit: 3000, perMs: 300_000 };

/** How Bluesky words its failures. */
export function blueskyWords(state: State): FaultWords {
  return {
    rateLimited: ({ headers, resetAfterMs }) => {
      if (headers !== false) return exceeded(documented, state.now() + (resetAfterMs ?? 60_000), state.now());
      return { ...failure(429, "RateLimitExceeded", "Rate Limit Exceeded"), bare: true };
    },
    serverError: (status) =>
      failure(status, ...(serverErrors[status] ?? ["InternalServerError", "Internal Server Error"])),
    expiredToken: () => failure(400, "ExpiredToken", "Token has expired"),
    errorWith200: () => json({ error: "InvalidRequest", message: "Something is wrong with this request" }),
    withoutId: (reply) => {
      const body: unknown = JSON.parse(String(reply.body));
      return {
        ...reply,
        body: JSON.stringify({ ...(isFields(body) ? body : {}), uri: undefined, cid: undefined, results: undefined }),
      };
    },
    tokenOf: ({ request }) => bearerOf(request),
    threadPosition: ({ request }) => {
      const parent = /"parent":\s*\{[^}]*"uri":\s*"(at:[^"]+)"/.exec(new TextDecoder().decode(request.body))?.[1];
      return parent === undefined ? 1 : depthOf(state, parent) + 1;
    },
  };
}

function depthOf(state: State, uri: string): number {
  const reply = state.posts.get(uri)?.value["reply"];
  const parent = isFields(reply) ? reply["parent"] : undefined;
  return isFields(parent) ? depthOf(state, String(parent["uri"])) + 1 : 1;
}
