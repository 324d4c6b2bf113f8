import type { TokenShelf } from "../ledger/token-shelf.ts";

/**
 * Lets go of what networks handed to a channel, for when it is damaged or its key is lost. The channel then begins with
 * what its options hold. Needs no key.
 *
 * Danger: where the options hold a token that the network has replaced since, the channel needs a new one. Stop every
 * process on the ledger first: one that runs stores its own tokens again when it next renews them.
 *
 * @throws LedgerError when the ledger fails.
 */
export async function forgetTokens(ledger: TokenShelf, channel: string): Promise<void> {
  for (;;) {
    const stored = await ledger.tokens(channel);
    // The version counts on, so that nothing that was stored before can come back in its place.
    if (!stored?.sealed || (await ledger.setTokens(channel, stored.version, ""))) return;
  }
}
