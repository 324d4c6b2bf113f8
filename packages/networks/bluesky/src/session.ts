import { isCarecastError, type CallContext, type TokenStore } from "@carecast/adapter";
import { createEntryway, type Entryway, type Session } from "./entryway.ts";
import { createMakeSession, isRefusal, type Making } from "./make-session.ts";
import type { ReadOptions } from "./options.ts";
import { createSingleFlight } from "./single-flight.ts";
import { readStored } from "./stored-session.ts";

/** The one session of an adapter: found or made at the first request, then renewed for as long as the network lets it live. */
export interface Sessions {
  readonly client: Entryway["client"];
  /** The session, stored or logged in when there is none, renewed when it is about to end. */
  current(context: SessionContext): Session | Promise<Session>;
  /** Another session in place of `stale`, which the server refused. */
  renew(stale: Session, context: SessionContext): Promise<Session>;
  /** Ends the session on the server, unless it is in a store, for others to use. */
  close(): Promise<void>;
}

/** What a session needs of the context of a call. */
export type SessionContext = Pick<CallContext, "clock" | "signal" | "tokens">;

const retryRenewalMs = 30_000;

export function createSessions(options: ReadOptions): Sessions {
  const entryway = createEntryway(options);
  const make = createMakeSession(options, entryway);
  const fly = createSingleFlight<Session>();
  let live: Session | undefined;
  // A call that brings no store renews what the others share all the same, so it must go to theirs.
  let store: TokenStore | undefined;

  /** A renewal ahead of time that fails is no reason to fail: the token may still be good, and the server tells if not. */
  async function makeEarly(due: Session, making: Making): Promise<Session> {
    try {
      return await make(due, making);
    } catch (error) {
      if (!isCarecastError(error) || isRefusal(error)) throw error;
      return { ...due, renewAt: making.clock.now() + retryRenewalMs };
    }
  }

  /** Logins are counted, so a session that an earlier process, or another one, has left comes first. */
  async function open(making: Making): Promise<Session> {
    const stored = readStored(await making.store?.read(), options);
    if (stored === undefined) return make(undefined, making);
    return making.clock.now() < stored.renewAt ? stored : makeEarly(stored, making);
  }

  /** However many requests need a session, one login or renewal is under way. */
  const replace = (find: (making: Making) => Promise<Session>, { clock, signal }: SessionContext): Promise<Session> =>
    fly(async (shared) => (live = await find({ clock, signal: shared, store })), signal);

  return {
    client: entryway.client,
    current(context) {
      context.signal?.throwIfAborted();
      store = context.tokens ?? store;
      const due = live;
      if (due === undefined) return replace(open, context);
      return context.clock.now() < due.renewAt ? due : replace((making) => makeEarly(due, making), context);
    },
    async renew(stale, context) {
      if (live !== undefined && live.refreshToken !== stale.refreshToken) return live;
      return replace((making) => make(stale, making), context);
    },
    async close() {
      const last = live;
      live = undefined;
      // A session that cannot be ended now ends by itself.
      if (last !== undefined && store === undefined) await entryway.end(last).catch(() => {});
    },
  };
}
