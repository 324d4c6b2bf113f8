import type { Exchange, Route } from "../shared/router.ts";
import { json, type WireReply } from "../shared/wire.ts";
import { mostBytes } from "./blob-routes.ts";
import { didDocument, findAccount } from "./accounts.ts";
import type { Limiter } from "./rate-limits.ts";
import * as inputs from "./input-schemas.ts";
import { readBody, readParams, textOf } from "./read-input.ts";
import { invalidRequest, refuse } from "./refusals.ts";
import { authorize, openSession, rotate, type Tokens } from "./sessions.ts";
import type { Account, State } from "./state.ts";

/** com.atproto.server.* and com.atproto.identity.* */
export function sessionRoutes(state: State, limiter: Limiter): readonly Route[] {
  const at = "/xrpc/com.atproto.server.";
  return [
    { method: "POST", path: `${at}createSession`, answer: (exchange) => createSession(state, limiter, exchange) },
    {
      method: "POST",
      path: `${at}refreshSession`,
      answer: ({ request }) => {
        const session = authorize(state, request, "refresh");
        return json(toSession(state, session.account, rotate(state, session)));
      },
    },
    {
      method: "GET",
      path: `${at}getSession`,
      answer: ({ request }) => json(toSession(state, authorize(state, request).account)),
    },
    { method: "POST", path: `${at}deleteSession`, answer: (exchange) => deleteSession(state, exchange) },
    {
      method: "GET",
      path: `${at}describeServer`,
      answer: () =>
        json({
          did: `did:web:${state.host}`,
          availableUserDomains: [".example.org"],
          inviteCodeRequired: true,
          links: {},
          contact: {},
          blobUploadLimit: mostBytes,
        }),
    },
    {
      method: "GET",
      path: "/xrpc/com.atproto.identity.resolveHandle",
      answer: ({ request }) => {
        const account = state.handles.get(textOf(readParams(request, inputs.resolveHandle), "handle").toLowerCase());
        if (account === undefined) throw invalidRequest("Unable to resolve handle", "HandleNotFound");
        return json({ did: account.did });
      },
    },
  ];
}

function createSession(state: State, limiter: Limiter, exchange: Exchange): WireReply {
  const body = readBody(exchange.request, inputs.createSession);
  const identifier = textOf(body, "identifier");
  const refusal = limiter.admitSession(exchange, identifier);
  if (refusal !== undefined) return refusal;
  const account = findAccount(state, identifier);
  if (account?.password === undefined || account.password !== body["password"]) {
    throw refuse(401, "AuthenticationRequired", "Invalid identifier or password");
  }
  return json(toSession(state, account, openSession(state, account)));
}

function deleteSession(state: State, { request }: Exchange): WireReply {
  const session = authorize(state, request, "refresh");
  session.revoked = true;
  return { status: 200, headers: {}, body: null };
}

function toSession(state: State, account: Account, tokens?: Tokens): unknown {
  return {
    ...tokens,
    did: account.did,
    handle: account.handle,
    didDoc: didDocument(state, account),
    email: `${account.handle.split(".")[0] ?? ""}@example.org`,
    emailConfirmed: true,
    active: true,
  };
}
