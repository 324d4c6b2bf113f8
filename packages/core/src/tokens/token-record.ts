import type { Json } from "@carecast/adapter";

import type { TokenShelf } from "../ledger/token-shelf.ts";
import type { Sealer } from "./seal.ts";

/** Tokens of one version; `undefined` where nothing is stored. */
interface Tokens {
  readonly version: number;
  readonly value: Json | undefined;
}

/** What the ledger holds for one channel, opened. */
export interface TokenRecord {
  /** The newest that this process has seen. */
  readonly newest: Tokens | undefined;
  load(): Promise<Tokens>;
  /**
   * Stores `value` as the version after `expected`. Where another process has stored since, its tokens stay and are what
   * this resolves with: two that are both valid would part the processes.
   */
  store(value: Json, expected: number): Promise<Json>;
}

export function createTokenRecord(shelf: TokenShelf, channel: string, sealer: Sealer): TokenRecord {
  let newest: Tokens | undefined;

  async function load(): Promise<Tokens> {
    // A key that cannot be used must show before the network hands out what could then not be stored.
    const [stored] = await Promise.all([shelf.tokens(channel), sealer.prepare()]);
    const value = stored?.sealed ? await sealer.open(channel, stored) : undefined;
    const loaded = { version: stored?.version ?? 0, value };
    if (newest === undefined || loaded.version >= newest.version) newest = loaded;
    return loaded;
  }

  async function store(value: Json, expected: number): Promise<Json> {
    const version = expected + 1;
    if (await shelf.setTokens(channel, expected, await sealer.seal(channel, version, value))) {
      newest = { version, value };
      return value;
    }
    const stored = await load();
    return stored.version > expected && stored.value !== undefined ? stored.value : store(value, stored.version);
  }

  return {
    get newest() {
      return newest;
    },
    load,
    store,
  };
}
