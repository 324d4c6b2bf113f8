import type { WireRequest } from "../shared/wire.ts";
import { sha256 } from "./sha-256.ts";
import { invalidRequest, refuse } from "./refusals.ts";
import type { Account, ServiceToken, Session, State } from "./state.ts";

const accessMs = 120 * 60_000;
const refreshMs = 90 * 86_400_000;
const graceMs = 2 * 3_600_000;

export interface Tokens {
  readonly accessJwt: string;
  readonly refreshJwt: string;
}

export function openSession(state: State, account: Account): Tokens {
  return {
    accessJwt: issue(state, account, "access", accessMs),
    refreshJwt: issue(state, account, "refresh", refreshMs),
  };
}

/** A new pair; the old refresh token lives on for two hours, so that a lost answer can be asked for again. */
export function rotate(state: State, session: Session): Tokens {
  session.expiresAt = Math.min(session.expiresAt, state.now() + graceMs);
  return openSession(state, session.account);
}

export function bearerOf(request: WireRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.header("authorization") ?? "")?.[1];
}

/** The session of a request that needs one. An expired token is a 400, not a 401. */
export function authorize(state: State, request: WireRequest, scope: Session["scope"] = "access"): Session {
  const bearer = bearerOf(request);
  if (bearer === undefined) throw refuse(401, "AuthMissing", "Authentication Required");
  const session = state.sessions.get(bearer);
  if (session?.scope !== scope) throw invalidRequest("Token could not be verified", "InvalidToken");
  if (session.revoked) throw invalidRequest("Token has been revoked", "ExpiredToken");
  if (session.expiresAt <= state.now()) throw invalidRequest("Token has expired", "ExpiredToken");
  return session;
}

/** A token with which another service acts for the account, once and for one method. */
export function issueServiceToken(state: State, token: ServiceToken): string {
  const { account, audience, method, expiresAt } = token;
  const times = { iat: Math.floor(state.now() / 1000), exp: Math.floor(expiresAt / 1000) };
  const jti = `service-${String(state.serviceTokens.size)}`;
  const jwt = toJwt("JWT", { iss: account.did, aud: audience, lxm: method, ...times, jti });
  state.serviceTokens.set(jwt, token);
  return jwt;
}

function issue(state: State, account: Account, scope: Session["scope"], lifeMs: number): string {
  const expiresAt = state.now() + lifeMs;
  const jwt = toJwt(scope === "access" ? "at+jwt" : "refresh+jwt", {
    scope: scope === "access" ? "com.atproto.appPass" : "com.atproto.refresh",
    sub: account.did,
    aud: `did:web:${state.host}`,
    iat: Math.floor(state.now() / 1000),
    exp: Math.floor(expiresAt / 1000),
    jti: String(state.sessions.size),
  });
  state.sessions.set(jwt, { account, scope, expiresAt, revoked: false });
  return jwt;
}

/** Shaped like the real ones, so that a client can read the expiry; the signature is only a digest. */
function toJwt(type: string, payload: unknown): string {
  const unsigned = `${encode({ typ: type, alg: "HS256" })}.${encode(payload)}`;
  return `${unsigned}.${toBase64Url(sha256(new TextEncoder().encode(unsigned)))}`;
}

function encode(value: unknown): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
