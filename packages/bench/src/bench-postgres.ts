import { postgresLedger } from "@carecast/postgres";
import { PgBoss } from "pg-boss";

import { startPostgres } from "../../postgres/test/start-postgres.ts";
import { instantAdapter } from "./instant-adapter.ts";
import { callAtOnce, measure } from "./measure.ts";
import { openHub, text } from "./open-hub.ts";
import { perSecond, type Row } from "./row.ts";

const inFlight = 64;
const queue = "posts";

/** Whole deliveries through the Postgres ledger, 64 at once, against as many jobs of bare pg-boss on the same server. */
export async function benchPostgres(scale: number): Promise<readonly Row[]> {
  const server = await startPostgres({ durable: true });
  try {
    const { connectionString } = server;
    const boss = new PgBoss({ connectionString, schema: "bare", supervise: false, schedule: false });
    await boss.start();
    await boss.createQueue(queue);
    await using hub = openHub(postgresLedger({ connectionString }), inFlight, instantAdapter);
    const [many, few] = [500 * scale, 250 * scale];
    const rounds = await measure(
      {
        hub: () => callAtOnce(hub.publish, many, inFlight),
        boss: () => callAtOnce(() => runJob(boss), few, inFlight),
      },
      { calls: 1, rounds: 5, concurrency: 1 },
    );
    await boss.stop({ graceful: false });
    const [ours, theirs] = [rounds.hub * many, rounds.boss * few];
    return [
      {
        what: "deliver through the Postgres ledger, 64 at once",
        ours: perSecond(ours),
        against: "pg-boss 12: send, fetch, complete, 64 at once",
        theirs: perSecond(theirs),
        ratio: ours / theirs,
        target: { atLeast: 0.5 },
      },
    ];
  } finally {
    await server.stop();
  }
}

async function runJob(boss: PgBoss): Promise<void> {
  await boss.send(queue, { text });
  const [job] = await boss.fetch(queue);
  if (!job) throw new Error("pg-boss gave no job.");
  await boss.complete(queue, job.id);
}
