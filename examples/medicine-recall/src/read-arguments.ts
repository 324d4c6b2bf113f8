import { parseArgs } from "node:util";

import { UsageError } from "@carecast/example-notice-desk";

export const usage = `Publishes a notice about a medicine after two people have approved it, and later the notice that ends it.

  npm run example:recall -- [notice.json] [record.json] [options]

  record.json        an enforcement record of openFDA, or a whole answer, to compare the notice with. It triggers nothing
  --ended <file>     what the notice that ends it says otherwise: closing, issuedAt, reviewAt
  --dry-run          print the comparison, the texts and what the safeguards found, and stop
  --json             print the results as JSON on standard output, everything else on standard error
  --help             print this

Without files those in examples/medicine-recall/notices are taken. Without credentials in the environment everything stays
on this machine: two local networks, the sandbox, play Mastodon and Bluesky, the clock stands at the time of each notice, and
the program plays the approvers. With credentials it posts on real networks, asks each approver at the terminal, and does one
thing a run: it publishes the notice, or with --ended the end of the one that an earlier run has published.

  MASTODON_URL, MASTODON_TOKEN                              a Mastodon account
  BLUESKY_IDENTIFIER, BLUESKY_PASSWORD, BLUESKY_SERVICE     a Bluesky account (app password; service https://bsky.social)
  CARECAST_LEDGER                                           the ledger file for real networks (carecast.sqlite)

Exit code 0: every channel has it. 1: at least one has not, nobody approved it, or the audit trail does not verify.
2: the input is wrong, or a safeguard blocks it; of this notice nothing was sent.
`;

export interface Arguments {
  readonly notice: string | undefined;
  readonly record: string | undefined;
  readonly ended: string | undefined;
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
        ended: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (positionals.length > 2) throw new UsageError("Give one notice and at most one file of records.");
    const [notice, record] = positionals;
    const { ended, json, help } = values;
    return { notice, record, ended, dryRun: values["dry-run"], json, help };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}
