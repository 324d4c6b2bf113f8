import { parseArgs } from "node:util";

export const usage = `Publishes an alert on every configured channel.

  npm run demo -- [alert.json] [options]

  --dry-run   print the plan and stop
  --yes       do not ask before publishing on real networks
  --json      print the report (with --dry-run: the plan) as JSON on standard output, everything else on standard error
  --help      print this

Without an alert file the one in examples/crisis-broadcast/alerts is taken. Without credentials in the environment
everything stays on this machine: two local networks, the sandbox, play Mastodon and Bluesky.

  MASTODON_URL, MASTODON_TOKEN                              a Mastodon account
  BLUESKY_IDENTIFIER, BLUESKY_PASSWORD, BLUESKY_SERVICE     a Bluesky account (app password; service https://bsky.social)
  CARECAST_LEDGER                                           the ledger file for real networks (carecast.sqlite)

Exit code 0: every channel delivered. 1: at least one did not. 2: the input is wrong; nothing was sent.
`;

export interface Arguments {
  readonly file: string | undefined;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Throws `UsageError` for an option that does not exist. */
export function readArguments(argv: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        "dry-run": { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (positionals.length > 1) throw new UsageError("Give one alert file at a time.");
    return { file: positionals[0], dryRun: values["dry-run"], yes: values.yes, json: values.json, help: values.help };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}

/** The caller's mistake: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
