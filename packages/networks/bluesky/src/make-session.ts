import {
  isCarecastError,
  revealSecret,
  type CarecastError,
  type Clock,
  type Json,
  type TokenStore,
} from "@carecast/adapter";
import type { Entryway, Session } from "./entryway.ts";
import type { ReadOptions } from "./options.ts";
import { readStored, toStored } from "./stored-session.ts";

/** What making a session needs. */
export interface Making {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Where the session outlives the process, and other processes find it. */
  readonly store: TokenStore | undefined;
}

/** A session in place of `stale`, or a first one: renewed where that is possible, else logged in. */
export type MakeSession = (stale: Session | undefined, making: Making) => Promise<Session>;

interface Refusal {
  readonly password: string;
  readonly until: number;
  readonly error: CarecastError;
}

/** Logins are limited to 300 a day: a password that was refused is not tried again before this, unless it changes. */
const refusalMs = 5 * 60_000;

export function createMakeSession(options: ReadOptions, entryway: Entryway): MakeSession {
  let refused: Refusal | undefined;

  async function login({ clock, signal }: Making): Promise<Session> {
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
  async function make(stale: Session | undefined, making: Making): Promise<Session> {
    if (stale === undefined) return login(making);
    try {
      return await entryway.refresh(stale, making.clock, making.signal);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return login(making);
    }
  }

  /** Of all processes that share `store` one makes the session, and the others take what it has stored. */
  async function makeForAll(stale: Session | undefined, making: Making, store: TokenStore): Promise<Session> {
    let made: Session | undefined;
    const renew = async (current: Json | undefined): Promise<Json> => {
      const stored = readStored(current, options);
      const isNewer = stored !== undefined && stored.refreshToken !== stale?.refreshToken;
      if (current !== undefined && isNewer && making.clock.now() < stored.renewAt) return current;
      made = await make(stored ?? stale, making);
      return toStored(made, options);
    };
    const session = readStored(await store.renew(renew), options);
    if (session !== undefined && session.refreshToken !== made?.refreshToken) return session;
    return made ?? login(making);
  }

  return (stale, making) => (making.store ? makeForAll(stale, making, making.store) : make(stale, making));
}

export function isRefusal(error: unknown): error is CarecastError {
  return isCarecastError(error) && error.code === "auth";
}
