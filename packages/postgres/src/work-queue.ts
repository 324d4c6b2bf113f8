import type { Pool, PoolClient } from "pg";
import { PgBoss, type Clock } from "pg-boss";
import { encodeText } from "./text.ts";

/** Work that has come, or will be due, on a channel. */
export interface Announcement {
  readonly channel: string;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

/**
 * Jobs that say on which channel there is work, and nothing else. A job is put in by the transaction that journals the work,
 * and taken by one of the programs that have the channel: only then it looks into the tables, which alone know what is to do.
 */
export interface WorkQueue {
  announce(client: PoolClient, announcements: readonly Announcement[]): Promise<void>;
  /** Takes the jobs of these channels that are due. `true` when there was one. */
  take(client: PoolClient, channels: readonly string[]): Promise<boolean>;
  stop(): Promise<void>;
}

interface Job {
  readonly channel: string;
}

const name = "due";
const batchSize = 1000;
/** Later than any date that Postgres reads in the form that JavaScript writes it. */
const endOfTime = Date.parse("9999-12-31T23:59:59Z");

/** Timers that keep no program alive. */
const clock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms).unref(),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  setInterval: (run, ms) => setInterval(run, ms).unref(),
  clearInterval: (timer) => clearInterval(timer as NodeJS.Timeout),
};

/**
 * Opens the queue in its schema, and makes or brings forward its tables. Nobody has to watch over it: a job is taken and
 * deleted by one transaction, so that none is ever left half done.
 */
export async function openWorkQueue(pool: Pool, schema: string): Promise<WorkQueue> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema,
    clock,
    createSchema: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  // What it does in the background is looked after by the next time that it does it.
  boss.on("error", () => undefined);
  const stop = (): Promise<void> => boss.stop({ graceful: false });
  try {
    await boss.start();
    await boss.createQueue(name);
  } catch (error) {
    await stop();
    throw error;
  }
  /** Channels of other programs that have been met. */
  const strange = new Set<string>();
  const database = (client: PoolClient) => ({
    db: { executeSql: (text: string, values?: unknown[]) => client.query(text, values) },
  });
  const insert = (client: PoolClient, jobs: readonly Announcement[]): Promise<unknown> =>
    boss.insert(
      name,
      jobs.map(({ channel, dueAt }) => ({
        data: { channel } satisfies Job,
        group: { id: groupOf(channel) },
        ...(dueAt > Date.now() && { startAfter: new Date(dueAt) }),
      })),
      database(client),
    );

  return {
    stop,
    async announce(client, announcements) {
      const jobs = withoutRepeats(announcements);
      if (jobs.length > 0) await insert(client, jobs);
    },
    async take(client, channels) {
      const wanted = new Set(channels.map(encodeText));
      let found = false;
      for (;;) {
        const ignoreGroups = [...strange].filter((channel) => !wanted.has(channel)).map(groupOf);
        const jobs = await boss.fetch<Job>(name, { ...database(client), batchSize, ignoreGroups });
        if (jobs.length === 0) return found;
        const ids = jobs.map(({ id }) => id);
        await boss.deleteJob(name, ids, database(client));
        const others = jobs.filter(({ data }) => !wanted.has(data.channel));
        for (const { data } of others) strange.add(data.channel);
        // Whoever has the channel must find them.
        await insert(client, withoutRepeats(others.map(({ data: { channel } }) => ({ channel, dueAt: 0 }))));
        found ||= others.length < jobs.length;
        if (jobs.length < batchSize && others.length === 0) return found;
      }
    },
  };
}

function groupOf(channel: string): string {
  return `channel ${channel}`;
}

/** One job for what is due now is as good as many. */
function withoutRepeats(announcements: readonly Announcement[]): readonly Announcement[] {
  const now = Date.now();
  const jobs = new Map<string, Announcement>();
  for (const { channel, dueAt } of announcements) {
    if (dueAt > endOfTime) continue;
    const job = { channel, dueAt: Math.max(dueAt, now) };
    jobs.set(`${job.dueAt} ${channel}`, job);
  }
  return [...jobs.values()];
}
