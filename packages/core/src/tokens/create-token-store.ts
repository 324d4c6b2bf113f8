import { LedgerError, type Clock, type Json, type TokenStore } from "@carecast/adapter";

import type { TokenShelf } from "../ledger/token-shelf.ts";
import { createQueue } from "../create-queue.ts";
import type { Sealer } from "./seal.ts";
import { createTokenRecord } from "./token-record.ts";

export interface TokenStoreOptions {
  readonly shelf: TokenShelf;
  readonly channel: string;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Runs `work` as soon as, of all programs on the ledger, this one alone may renew the tokens of the channel. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** The network has handed out tokens that the ledger cannot store: until it can, only this process has them. */
  readonly onUnsaved: (error: unknown) => void;
  /** They are stored now. */
  readonly onSaved: () => void;
}

/** The tokens of one channel, sealed in the ledger, open in memory. */
export interface ChannelTokens extends TokenStore {
  /** Waits for a renewal that has begun, and tries once more to store what is not stored yet. Never rejects. */
  close(): Promise<void>;
}

/** Milliseconds between two tries to store what could not be stored. */
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/**
 * The store of one channel in one process.
 *
 * `read` answers from memory once it has read; that another process has renewed since shows when the network refuses
 * what we have, and `renew` then gets the newer ones. Renewals of this process run one after the other, each in its turn
 * among all processes, each with what is stored by then.
 *
 * If the ledger fails after the network has handed out new tokens, the old ones may be dead, and only memory holds the
 * new ones. `renew` then resolves with them all the same, and they are used; the turn is kept until they are stored, which
 * is tried again and again, so that no other process meets the dead ones. If the process ends before, they are lost.
 */
export function createTokenStore(options: TokenStoreOptions): ChannelTokens {
  const { shelf, channel, sealer, clock, inTurn, onUnsaved, onSaved } = options;
  const record = createTokenRecord(shelf, channel, sealer);
  const oneByOne = createQueue();
  const closing = new AbortController();
  let unsaved: Unsaved | undefined;
  let turn: Promise<void> = Promise.resolve();
  let work: Promise<void> = Promise.resolve();

  async function put(next: Unsaved): Promise<Json> {
    const before = unsaved;
    try {
      const kept = await record.store(next.value, next.version);
      unsaved = undefined;
      if (before) onSaved();
      return kept;
    } catch (error) {
      unsaved = next;
      if (!before) onUnsaved(error);
      return next.value;
    }
  }

  async function renewNow(make: Make): Promise<Json> {
    closing.signal.throwIfAborted();
    const stored = unsaved ?? (await record.load());
    // A ledger that came back from an older copy has tokens that the network no longer takes.
    const { newest = stored } = record;
    const made = await make(newest.version > stored.version ? newest.value : stored.value);
    if (made === stored.value) return made;
    // What other processes will read: without what JSON loses.
    return put({ version: stored.version, value: JSON.parse(JSON.stringify(made)) as Json });
  }

  async function keepTrying(): Promise<void> {
    for (let waitMs = firstWaitMs; unsaved && !closing.signal.aborted; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      await clock.sleep(waitMs, closing.signal).catch(() => undefined);
      await oneByOne(async () => void (unsaved && (await put(unsaved))));
    }
  }

  async function renewInTurn(make: Make): Promise<Json> {
    // The one before may have been kept after its renewal.
    await turn;
    return new Promise((resolve, reject) => {
      const renewAndStore = async (): Promise<void> => {
        resolve(await renewNow(make));
        await keepTrying();
      };
      turn = inTurn(() => (work = renewAndStore())).catch(reject);
    });
  }

  return {
    async read() {
      if (!unsaved && !record.newest) await record.load();
      return (unsaved ?? record.newest)?.value;
    },
    renew: (make) => oneByOne(() => (unsaved ? renewNow(make) : renewInTurn(make))),
    async close() {
      closing.abort(new LedgerError("This Carecast is closed.", { channel }));
      await work.catch(() => undefined);
    },
  };
}

type Make = (current: Json | undefined) => Promise<Json>;

/** Tokens that only memory holds, and the version in the ledger that they are to follow. */
interface Unsaved {
  readonly version: number;
  readonly value: Json;
}
