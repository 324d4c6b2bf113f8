import { parseArgs } from "node:util";

import { UsageError } from "@carecast/example-notice-desk";

export const usage = `Reads how busy a hospital is, status by status, and tells the public when the word for it changes.

  npm run example:capacity -- [statuses.jsonl] [options]

  --hospital <file>  what is the same in every notice: facility, languages, emergencyLine, contact
  --dry-run          print what would be said, and stop
  --json             print the results as JSON on standard output, everything else on standard error
  --help             print this

A status is one line of JSON: asOf, validUntil, emsTraffic, facilityStatus, and what else a capacity notice knows. receivedAt
says when it came, by default asOf. Without a file those in examples/hospital-capacity are taken. Without credentials in the
environment everything stays on this machine: two local networks, the sandbox, play Mastodon and Bluesky, the clock stands at
receivedAt, and the program plays the approvers. With credentials it posts on real networks by the clock of the machine, and
asks each approver at the terminal; what it said last is in the ledger, so each run goes on where the last one ended.

  MASTODON_URL, MASTODON_TOKEN                              a Mastodon account
  BLUESKY_IDENTIFIER, BLUESKY_PASSWORD, BLUESKY_SERVICE     a Bluesky account (app password; service https://bsky.social)
  CARECAST_LEDGER                                           the ledger file for real networks (carecast.sqlite)

Exit code 0: everything that had to be said is on every channel. 1: something is not, nobody approved it, or the audit trail
does not verify. 2: the input is wrong, or a safeguard blocks a notice; of this notice nothing was sent.
`;

export interface Arguments {
  readonly statuses: string | undefined;
  readonly hospital: string | undefined;
  readonly dryRun: boolean;
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
        hospital: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (positionals.length > 1) throw new UsageError("Give one file of statuses at a time.");
    const { hospital, json, help } = values;
    return { statuses: positionals[0], hospital, dryRun: values["dry-run"], json, help };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}
