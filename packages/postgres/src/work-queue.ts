import type { Pool, PoolClient } from "pg";
import { PgBoss, type Clock } from "pg-boss";
import { encodeText } from "./text.ts";

/** Work on a channel. */
export interface Announcement {
  /** As the column has it. */
  readonly channel: string;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

/**
 * Jobs that say on which channel there is new work, and nothing else. A job is put in by the transaction that brings the work,
 * and taken by one of the programs that have the channel: it looks into the tables, which alone know what is to do.
 */
export interface WorkQueue {
  /** Puts in a job for each channel on which work is due soon. What is due later everybody finds in time by looking. */
  announce(client: PoolClient, announcements: readonly Announcement[]): Promise<void>;
  /** Takes the jobs of these channels. `true` when there was one. */
  take(client: PoolClient, channels: readonly string[]): Promise<boolean>;
  stop(): Promise<void>;
}

/**
 * How long a program goes without looking into the tables, in milliseconds, when it found nothing due and no job has come
 * since. Nothing is later than this that came with a job which was lost with the program that took it.
 */
export const maxQuietMs = 5_000;

/** What is due later than this, in milliseconds, somebody looks for before. Much longer than `maxQuietMs`: clocks differ. */
const soonMs = 60_000;

interface Job {
  readonly channel: string;
}

const name = "due";
/** How often one of the programs throws away the jobs that nobody took: their work was seen without them. */
const cleanSeconds = 300;
const batchSize = 1000;

// The casts hold because these are the timers of the other two methods. They keep no program alive.
const clock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms).unref(),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  setInterval: (run, ms) => setInterval(run, ms).unref(),
  clearInterval: (timer) => clearInterval(timer as NodeJS.Timeout),
};

/**
 * Opens the queue in its schema, and makes or brings forward its tables. A job is taken and deleted by one transaction, so
 * that none is ever left half done.
 */
export async function openWorkQueue(pool: Pool, schema: string): Promise<WorkQueue> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema,
    clock,
    createSchema: false,
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
    superviseIntervalSeconds: cleanSeconds,
    maintenanceIntervalSeconds: cleanSeconds,
    monitorIntervalSeconds: cleanSeconds,
    flowIntervalSeconds: cleanSeconds,
    openTelemetry: { enabled: false },
  });
  // What it does in the background is looked after by the next time that it does it.
  boss.on("error", () => undefined);
  const stop = (): Promise<void> => boss.stop({ graceful: false });
  try {
    await boss.start();
    await boss.createQueue(name, { retentionSeconds: soonMs / 1000 });
  } catch (error) {
    await stop();
    throw error;
  }
  /** Channels of other programs that have been met. */
  const strange = new Set<string>();
  const database = (client: PoolClient) => ({
    db: { executeSql: (text: string, values?: unknown[]) => client.query(text, values) },
  });
  async function insert(client: PoolClient, channels: Iterable<string>): Promise<void> {
    const jobs = [...channels].map((channel) => ({ data: { channel } satisfies Job, group: { id: groupOf(channel) } }));
    if (jobs.length > 0) await boss.insert(name, jobs, database(client));
  }

  return {
    stop,
    async announce(client, announcements) {
      const soon = Date.now() + soonMs;
      // One job of a channel is as good as many.
      await insert(client, new Set(announcements.filter(({ dueAt }) => dueAt <= soon).map(({ channel }) => channel)));
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
        await insert(client, new Set(others.map(({ data }) => data.channel)));
        found ||= others.length < jobs.length;
        if (jobs.length < batchSize && others.length === 0) return found;
      }
    },
  };
}

function groupOf(channel: string): string {
  return `channel ${channel}`;
}
