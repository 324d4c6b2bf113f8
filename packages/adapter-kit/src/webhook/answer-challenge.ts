import type { Json } from "@carecast/adapter";

/** A webhook challenge answered with what was asked. Plain text: no browser may take a stranger's words for a page. */
function echo(challenge: string): Response {
  return new Response(challenge, {
    headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
  });
}

/**
 * The answer to the hub's handshake (`hub.mode`, `hub.challenge`, `hub.verify_token`), as Meta's networks and
 * WebSub use it: 200 with the challenge, 403 when `check` refuses the token; undefined for any other request.
 *
 * @param check made by `verifySharedSecret` over the verify token.
 */
export async function answerHubChallenge(
  request: Request,
  check: (verifyToken: string | null) => Promise<boolean>,
): Promise<Response | undefined> {
  const query = new URL(request.url).searchParams;
  const mode = query.get("hub.mode");
  const challenge = query.get("hub.challenge");
  if (request.method !== "GET" || (mode === null && challenge === null)) return undefined;
  const known = (mode === "subscribe" || mode === "unsubscribe") && challenge !== null;
  return known && (await check(query.get("hub.verify_token"))) ? echo(challenge) : new Response(null, { status: 403 });
}

/**
 * What a challenge may look like. Whoever asks gets it signed with the secret that also signs events: a challenge that
 * could be the body of an event (JSON, a form) would let a stranger forge one.
 */
const harmless = /^[\w+/=.-]{1,256}$/;

export interface SignedChallengeOptions {
  /** The query parameter that holds the challenge: `crc_token` (X), `challengeCode` (LinkedIn). */
  readonly parameter: string;
  /** Made by `signHmac`. */
  readonly sign: (challenge: string) => Promise<string>;
  /** The body of the answer. */
  readonly toBody: (challenge: string, signature: string) => Json;
}

/**
 * The answer to a challenge that must come back signed, as X and LinkedIn ask; undefined for any other request, and
 * 400 for a challenge that is no plain token.
 */
export async function answerSignedChallenge(
  request: Request,
  options: SignedChallengeOptions,
): Promise<Response | undefined> {
  const challenge = new URL(request.url).searchParams.get(options.parameter);
  if (request.method !== "GET" || challenge === null) return undefined;
  if (!harmless.test(challenge)) return new Response(null, { status: 400 });
  return Response.json(options.toBody(challenge, await options.sign(challenge)));
}

/**
 * The answer to `{"type":"url_verification","challenge":"…"}`, as Slack sends it; undefined for any other body.
 * Slack signs this request too: check the signature first.
 */
export function answerUrlVerification(body: unknown): Response | undefined {
  if (typeof body !== "object" || body === null || !("type" in body) || !("challenge" in body)) return undefined;
  return body.type === "url_verification" && typeof body.challenge === "string" ? echo(body.challenge) : undefined;
}
