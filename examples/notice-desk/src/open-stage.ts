import { systemClock } from "@carecast/adapter";
import { bluesky } from "@carecast/bluesky";
import { memoryLedger, type ChannelSettings, type Clock, type Ledger } from "@carecast/core";
import { sqliteLedger } from "@carecast/core/sqlite";
import { mastodon } from "@carecast/mastodon";
import { startSandbox } from "@carecast/sandbox";

import { createStoryClock } from "./story-clock.ts";
import { UsageError } from "./usage-error.ts";

/** Where the program acts: networks, ledger, time. */
export interface Stage {
  readonly channels: Readonly<Record<string, ChannelSettings>>;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Sets the clock of the sandbox; real time goes its own way. */
  moveTo(time: string): void;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Accounts {
  readonly mastodon?: Parameters<typeof mastodon>[0];
  readonly bluesky?: Parameters<typeof bluesky>[0];
}

/** The accounts that the environment names, if any. Throws `UsageError` for half an account. */
export function readAccounts(environment: Environment): Accounts | undefined {
  const need = (name: string, because: string): string => {
    const value = environment[name];
    if (!value) throw new UsageError(`${name} is missing: ${because} is set.`);
    return value;
  };
  const { MASTODON_URL: baseUrl, BLUESKY_IDENTIFIER: identifier, BLUESKY_SERVICE: service } = environment;
  if (!baseUrl && !identifier) return undefined;
  return {
    ...(baseUrl && { mastodon: { baseUrl, accessToken: need("MASTODON_TOKEN", "MASTODON_URL") } }),
    ...(identifier && {
      bluesky: {
        identifier,
        password: need("BLUESKY_PASSWORD", "BLUESKY_IDENTIFIER"),
        ...(service && { service }),
      },
    }),
  };
}

export function openAccounts(accounts: Accounts, languages: readonly string[], environment: Environment): Stage {
  return {
    channels: openChannels(accounts, languages),
    ledger: sqliteLedger(environment["CARECAST_LEDGER"] ?? "carecast.sqlite"),
    clock: systemClock,
    moveTo: () => {},
    close: () => Promise.resolve(),
  };
}

/** Two local networks, whose clock and ours stand at `time`. */
export async function openSandbox(languages: readonly string[], time: string): Promise<Stage> {
  const clock = createStoryClock(time);
  const sandbox = await startSandbox({ clock });
  const { baseUrl, accessToken } = sandbox.mastodon;
  const { service, identifier, password } = sandbox.bluesky;
  return {
    channels: openChannels(
      { mastodon: { baseUrl, accessToken }, bluesky: { service, identifier, password } },
      languages,
    ),
    ledger: memoryLedger(),
    clock,
    moveTo: clock.moveTo,
    close: () => sandbox.close(),
  };
}

/** One channel a language: an answer stands under the post in its own language. */
function openChannels(accounts: Accounts, languages: readonly string[]): Record<string, ChannelSettings> {
  const channels: Record<string, ChannelSettings> = {};
  for (const language of languages) {
    if (accounts.mastodon)
      channels[`mastodon-${language}`] = { adapter: mastodon(accounts.mastodon), languages: [language] };
    if (accounts.bluesky)
      channels[`bluesky-${language}`] = { adapter: bluesky(accounts.bluesky), languages: [language] };
  }
  return channels;
}
