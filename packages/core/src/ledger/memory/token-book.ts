import type { SealedTokens } from "../token-shelf.ts";

/** The sealed tokens of each channel. */
export interface TokenBook {
  find(channel: string): SealedTokens | undefined;
  set(channel: string, expected: number, sealed: string): boolean;
}

export function createTokenBook(): TokenBook {
  const byChannel = new Map<string, SealedTokens>();
  return {
    find: (channel) => byChannel.get(channel),
    set(channel, expected, sealed) {
      if ((byChannel.get(channel)?.version ?? 0) !== expected) return false;
      byChannel.set(channel, { version: expected + 1, sealed });
      return true;
    },
  };
}
