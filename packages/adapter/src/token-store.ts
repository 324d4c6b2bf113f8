import type { Json } from "./json.ts";

/**
 * Where an adapter keeps what its network handed out: sessions, rotated tokens. Core keeps it encrypted in the ledger,
 * one store a channel.
 */
export interface TokenStore {
  /** What was stored last; `undefined` when nothing was. */
  read(): Promise<Json | undefined>;

  /**
   * Replaces what is stored. Always calls `renew`, among all processes on one ledger one at a time for a channel; it gets
   * what is stored by then, so that it can give that back when another process was faster. What it resolves with is
   * stored before this resolves, unless the store fails then: the network may have made the old useless, so the new is used,
   * and stored as soon as that works again. When `renew` throws, the old stays.
   */
  renew(renew: (current: Json | undefined) => Promise<Json>): Promise<Json>;
}
