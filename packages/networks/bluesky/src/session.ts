import { isCarecastError, revealSecret, type CarecastError, type Clock } from "@carecast/adapter";
import { createEntryway, type Entryway, type Session } from "./entryway.ts";
import type { ReadOptions } from "./options.ts";
import { createSingleFlight } from "./single-flight.ts";

/** The one session of an adapter: made at the first request, then renewed for as long as the network lets it live. */
export interface Sessions {
  readonly client: Entryway["client"];
  /** The session, logged in when there is none, renewed when it is about to end. */
  current(clock: Clock, signal: AbortSignal | undefined): Session | Promise<Session>;
  /** Another session in place of `stale`, which the server refused. */
  renew(stale: Session, clock: Clock, signal: AbortSignal | undefined): Promise<Session>;
  /** Ends the session on the server. */
  close(): Promise<void>;
}

interface Refusal {
  readonly password: string;
  readonly until: number;
  readonly error: CarecastError;
}

/** Logins are limited to 300 a day: a password that was refused is not tried again before this, unless it changes. */
const refusalMs = 5 * 60_000;
const retryRenewalMs = 30_000;

export function createSessions(options: ReadOptions): Sessions {
  const entryway = createEntryway(options);
  const fly = createSingleFlight<Session>();
  let live: Session | undefined;
  let refused: Refusal | undefined;

  async function login(clock: Clock, signal: AbortSignal): Promise<Session> {
    const password = await revealSecret(options.password);
    if (refused?.password === password && clock.now() < refused.until) throw refused.error;
    try {
      return await entryway.login(password, clock, signal);
    } catch (error) {
      if (isRefusal(error)) refused = { password, until: clock.now() + refusalMs, error };
      throw error;
    }
  }

  /** Only a refusal ends a session, and then there is one login. A connection that breaks does not. */
  async function refresh(stale: Session, clock: Clock, signal: AbortSignal): Promise<Session> {
    try {
      return await entryway.refresh(stale, clock, signal);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return login(clock, signal);
    }
  }

  /** A renewal ahead of time that fails is no reason to fail: the token may still be good, and the server tells if not. */
  async function refreshEarly(due: Session, clock: Clock, signal: AbortSignal): Promise<Session> {
    try {
      return await refresh(due, clock, signal);
    } catch (error) {
      if (!isCarecastError(error) || isRefusal(error)) throw error;
      return { ...due, renewAt: clock.now() + retryRenewalMs };
    }
  }

  /** However many requests need a session, one login or renewal is under way. */
  const replace = (
    make: (signal: AbortSignal) => Promise<Session>,
    signal: AbortSignal | undefined,
  ): Promise<Session> => fly(async (shared) => (live = await make(shared)), signal);

  return {
    client: entryway.client,
    current(clock, signal) {
      signal?.throwIfAborted();
      const due = live;
      if (due === undefined) return replace((shared) => login(clock, shared), signal);
      return clock.now() < due.renewAt ? due : replace((shared) => refreshEarly(due, clock, shared), signal);
    },
    async renew(stale, clock, signal) {
      if (live !== undefined && live.refreshToken !== stale.refreshToken) return live;
      return replace((shared) => refresh(stale, clock, shared), signal);
    },
    async close() {
      const last = live;
      live = undefined;
      // A session that cannot be ended now ends by itself.
      if (last !== undefined) await entryway.end(last).catch(() => {});
    },
  };
}

function isRefusal(error: unknown): error is CarecastError {
  return isCarecastError(error) && error.code === "auth";
}
