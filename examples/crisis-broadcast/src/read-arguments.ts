import { parseArgs } from "node:util";

export const usage = `Publishes an alert on every configured channel, after two people have approved it.

  npm run demo -- [alert.cap | alert.json] [options]

  --dry-run          print the plan and stop
  --author NAME      who wrote the alert (press officer)
  --approver NAME    who approves it; twice, for two people. Needed on real networks
  --yes              do not ask before publishing on real networks
  --json             print the reports (with --dry-run: the plan) as JSON on standard output, all else on standard error
  --help             print this

Without an alert file the one in examples/crisis-broadcast/alerts is taken, and on this machine its update and its all clear
follow. Without credentials in the environment everything stays here: two local networks, the sandbox, play Mastodon and Bluesky.

  MASTODON_URL, MASTODON_TOKEN                              a Mastodon account
  BLUESKY_IDENTIFIER, BLUESKY_PASSWORD, BLUESKY_SERVICE     a Bluesky account (app password; service https://bsky.social)
  CARECAST_LEDGER                                           the ledger file for real networks (carecast.sqlite)

Exit code 0: every channel delivered. 1: at least one did not. 2: the input is wrong; nothing was sent.
`;

export interface Arguments {
  readonly file: string | undefined;
  readonly author: string;
  readonly approvers: readonly string[];
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
        author: { type: "string", default: "press officer" },
        approver: { type: "string", multiple: true, default: [] },
        yes: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (positionals.length > 1) throw new UsageError("Give one alert file at a time.");
    const { "dry-run": dryRun, approver: approvers, author, yes, json, help } = values;
    return { file: positionals[0], author, approvers, dryRun, yes, json, help };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}

/** The caller's mistake: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
