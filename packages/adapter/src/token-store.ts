import type { Json } from "./json.ts";

/**
 * Where an adapter keeps what its network handed out: sessions, rotated tokens. Core keeps it encrypted in the ledger,
 * one store a channel.
 */
export interface TokenStore {
  /** What was stored last; `undefined` when nothing was. */
  read(): Promise<Json | undefined>;

  /**
   * Replaces what is stored. Among all processes on one ledger one `renew` runs at a time for a channel; it gets what is
   * stored by then, so that it can give that back when another process was faster. What it resolves with is stored before
   * this resolves. When it throws, the old stays.
   */
  renew(renew: (current: Json | undefined) => Promise<Json>): Promise<Json>;
}
