import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { startPostgres } from "../../postgres/test/start-postgres.ts";
import { bundleChild } from "./harness/bundle-child.ts";
import type { LedgerPlace } from "./harness/task.ts";
import { runOwners } from "./owners/run-owners.ts";
import { createRandom } from "./random.ts";

// Ten thousand deliveries take minutes: `pnpm soak owners`. These are some hundred, with the same four programs.
const size = { channelsEach: 5, postsEach: 30, takeovers: 1, answerMs: 120 };

test("four programs share a SQLite file, though leases run out: each post once, in order", async () => {
  const directory = await mkdtemp(join(tmpdir(), "carecast-owners-"));
  try {
    await expectOnce({ kind: "sqlite", path: join(directory, "ledger.sqlite") });
  } finally {
    await rm(directory, { recursive: true });
  }
}, 120_000);

test("four programs share a Postgres database, though leases run out: each post once, in order", async () => {
  const server = await startPostgres();
  try {
    await expectOnce({ kind: "postgres", connectionString: server.connectionString });
  } finally {
    await server.stop();
  }
}, 120_000);

async function expectOnce(ledger: LedgerPlace): Promise<void> {
  await using bundle = await bundleChild();
  const result = await runOwners({ bundle, ledger, random: createRandom(7), ...size });
  expect(result).toMatchObject({ deliveries: 600, delivered: 600, lost: [], doubled: [], wrong: [] });
  // Otherwise nothing was tried.
  expect(result.struckOff).toBeGreaterThan(0);
  // Only what was under way in a lane may be asked for again by the one who takes over.
  expect(result.repeats).toBeLessThanOrEqual(result.struckOff * 4 * size.channelsEach);
}
