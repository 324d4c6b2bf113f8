import type { WireRequest } from "../shared/wire.ts";
import { refuse } from "./refusals.ts";
import type { State, Token } from "./state.ts";

export function bearerOf(request: WireRequest): string | undefined {
  const header = request.header("authorization");
  return header?.startsWith("Bearer ") === true ? header.slice(7).trim() : undefined;
}

/** The token of a request for a stream, which may also stand in the address or be named as a WebSocket protocol. */
export function streamTokenOf(request: WireRequest): string | undefined {
  return bearerOf(request) ?? request.query.get("access_token") ?? request.header("sec-websocket-protocol");
}

/** The token of a request, if there is one; a wrong one is refused even where none is needed. */
export function readToken(state: State, request: WireRequest): Token | undefined {
  const bearer = bearerOf(request);
  if (bearer === undefined) return undefined;
  const token = state.tokens.get(bearer);
  if (token === undefined) throw refuse(401, "The access token is invalid");
  return token;
}

/** The token of a request that needs one with `scope`. */
export function authorize(state: State, request: WireRequest, scope: string): Token {
  const token = readToken(state, request);
  if (token === undefined) throw refuse(401, "The access token is invalid");
  if (!hasScope(token, scope)) throw refuse(403, "This action is outside the authorized scopes");
  return token;
}

/** `write` grants `write:statuses`; `profile` grants reading one's own account. */
export function hasScope(token: Token, scope: string): boolean {
  const group = scope.split(":")[0] ?? scope;
  return token.scopes.includes(scope) || token.scopes.includes(group);
}
