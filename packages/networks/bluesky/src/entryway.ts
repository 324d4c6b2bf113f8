import { systemClock, type Clock } from "@carecast/adapter";
import { createHttp, parseBaseUrl, reader, type Http } from "@carecast/adapter-kit";
import * as z from "zod/mini";
import { readClaims } from "./claims.ts";
import { toError } from "./errors.ts";
import type { ReadOptions } from "./options.ts";

/** A login that stands. */
export interface Session {
  readonly did: string;
  /** The account's own server, where everything but the login goes. */
  readonly server: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When to ask for a new one before it ends, milliseconds since the epoch on our own clock. */
  readonly renewAt: number;
  /** It was read from a store: how it fares by now, only the server knows. */
  readonly isFromStore?: true;
}

/** Where the account logs in, and what can be asked there. */
export interface Entryway {
  /** The client of a server; it waits for a new try on `clock`. */
  client(server: string, clock: Clock): Http;
  login(password: string, clock: Clock, signal: AbortSignal): Promise<Session>;
  refresh(session: Session, clock: Clock, signal: AbortSignal): Promise<Session>;
  /** Ends the session on the server. */
  end(session: Session): Promise<void>;
}

const token = z.string().check(z.regex(/^[\x21-\x7e]+$/));
const didDocSchema = z.object({ service: z.array(z.object({ id: z.string(), serviceEndpoint: z.string() })) });
const readAnswer = reader(
  z.object({
    accessJwt: token,
    refreshJwt: token,
    did: z.string().check(z.regex(/^did:[a-z]+:\S+$/)),
    didDoc: z.catch(z.optional(didDocSchema), undefined),
  }),
);
type SessionAnswer = ReturnType<typeof readAnswer>;

const renewBeforeMs = 60_000;
const endTimeoutMs = 5_000;
/** A number, because a session is stored as JSON, which knows no infinity. */
const foreverMs = Number.MAX_SAFE_INTEGER;

export function createEntryway({ service, identifier, transport, timeoutMs }: ReadOptions): Entryway {
  const clients = new Map<string, { readonly clock: Clock; readonly http: Http }>();

  const client: Entryway["client"] = (server, clock) => {
    const known = clients.get(server);
    if (known?.clock === clock) return known.http;
    const http = createHttp({ network: "bluesky", baseUrl: server, transport, timeoutMs, clock, toError });
    clients.set(server, { clock, http });
    return http;
  };

  const toSession = (answer: SessionAnswer, clock: Clock): Session => ({
    did: answer.did,
    server: findServer(answer, service),
    accessToken: answer.accessJwt,
    refreshToken: answer.refreshJwt,
    renewAt: clock.now() + lifetimeMs(answer.accessJwt) - renewBeforeMs,
  });

  return {
    client,
    /** @see https://docs.bsky.app/docs/api/com-atproto-server-create-session */
    async login(password, clock, signal) {
      const json = { identifier, password };
      const request = { method: "POST", path: "/xrpc/com.atproto.server.createSession", json, signal } as const;
      return toSession(await client(service, clock).json(request, readAnswer), clock);
    },
    /** @see https://docs.bsky.app/docs/api/com-atproto-server-refresh-session */
    async refresh({ refreshToken }, clock, signal) {
      const path = "/xrpc/com.atproto.server.refreshSession";
      // The old token works for two more hours, so that repeating after a lost answer does no harm.
      const request = { method: "POST", path, headers: bearer(refreshToken), safe: true, signal } as const;
      return toSession(await client(service, clock).json(request, readAnswer), clock);
    },
    async end({ refreshToken }) {
      const path = "/xrpc/com.atproto.server.deleteSession";
      await client(service, systemClock).answer({
        method: "POST",
        path,
        headers: bearer(refreshToken),
        timeoutMs: endTimeoutMs,
      });
    },
  };
}

export function bearer(secret: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${secret}` };
}

/**
 * The account's own server: what its DID document names, else `service`, which passes requests on.
 *
 * The document is public and anybody's host can stand in it, so it gets the token only over `https:`; `http:` counts
 * on this machine and only when `service` is on it, too.
 */
function findServer({ did, didDoc }: SessionAnswer, service: string): string {
  const entry = didDoc?.service.find(({ id }) => id === "#atproto_pds" || id === `${did}#atproto_pds`);
  if (entry === undefined) return service;
  try {
    const server = parseBaseUrl("bluesky", entry.serviceEndpoint);
    return server.startsWith("http:") && service.startsWith("https:") ? service : server;
  } catch {
    return service;
  }
}

/** How long a token lives by its own account; measured by difference, because the server's clock may not be ours. */
function lifetimeMs(jwt: string): number {
  const { iat, exp } = readClaims(jwt);
  return typeof iat === "number" && typeof exp === "number" ? (exp - iat) * 1000 : foreverMs;
}
