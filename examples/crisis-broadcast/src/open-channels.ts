import { bluesky } from "@carecast/bluesky";
import { memoryLedger, type ChannelSettings, type Ledger } from "@carecast/core";
import { sqliteLedger } from "@carecast/core/sqlite";
import { mastodon } from "@carecast/mastodon";
import { startSandbox } from "@carecast/sandbox";

import { UsageError } from "./read-arguments.ts";

export interface Stage {
  readonly channels: Readonly<Record<string, ChannelSettings>>;
  readonly ledger: Ledger;
  /** Whether posts reach the public. */
  readonly real: boolean;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The accounts that the environment names; without any, two local networks that play them. */
export async function openChannels(environment: Environment): Promise<Stage> {
  const channels = readAccounts(environment);
  if (Object.keys(channels).length === 0) return openSandbox();
  const ledger = sqliteLedger(environment["CARECAST_LEDGER"] ?? "carecast.sqlite");
  return { channels, ledger, real: true, close: () => Promise.resolve() };
}

function readAccounts(environment: Environment): Record<string, ChannelSettings> {
  const need = (name: string, because: string): string => {
    const value = environment[name];
    if (!value) throw new UsageError(`${name} is missing: ${because} is set.`);
    return value;
  };
  const channels: Record<string, ChannelSettings> = {};
  const { MASTODON_URL: baseUrl, BLUESKY_IDENTIFIER: identifier, BLUESKY_SERVICE: service } = environment;
  if (baseUrl) {
    const accessToken = need("MASTODON_TOKEN", "MASTODON_URL");
    channels["mastodon"] = { adapter: mastodon({ baseUrl, accessToken }), languages: ["en", "es"] };
  }
  if (identifier) {
    const password = need("BLUESKY_PASSWORD", "BLUESKY_IDENTIFIER");
    channels["bluesky"] = {
      adapter: bluesky({ identifier, password, ...(service && { service }) }),
      languages: ["en", "es"],
    };
  }
  return channels;
}

async function openSandbox(): Promise<Stage> {
  const sandbox = await startSandbox();
  const { baseUrl, accessToken } = sandbox.mastodon;
  const { service, identifier, password } = sandbox.bluesky;
  return {
    channels: {
      mastodon: { adapter: mastodon({ baseUrl, accessToken }), languages: ["en", "es"] },
      bluesky: { adapter: bluesky({ service, identifier, password }), languages: ["en", "es"] },
    },
    ledger: memoryLedger(),
    real: false,
    close: () => sandbox.close(),
  };
}
