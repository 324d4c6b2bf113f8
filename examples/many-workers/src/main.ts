import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { createCarecast } from "@carecast/core";
import { mastodon } from "@carecast/mastodon";
import { postgresLedger } from "@carecast/postgres";
import { startSandbox } from "@carecast/sandbox";
import Table from "cli-table3";
import colors from "picocolors";

import { showWorkers, type WorkerRow } from "./show-workers.ts";
import { startDatabase } from "./start-database.ts";

const channelCount = 8;
const postsEach = 30;
const total = channelCount * postsEach;

console.log("Starting Postgres and eight local networks.");
await using database = await startDatabase();
await using sandbox = await startSandbox({ mastodon: channelCount, bluesky: 0 });
const servers = Object.fromEntries(
  sandbox.all.mastodon.map(({ baseUrl, accessToken }, index) => [`clinic-${index + 1}`, { baseUrl, accessToken }]),
);
// Real networks take their time; without it all would be over before anybody could die.
for (const server of sandbox.all.mastodon) server.faults.order({ kind: "slow-answer", delayMs: 40, times: Infinity });

const workers = await startWorkers(3);
const rows = workers.map(({ row }) => row);
const stopShowing = showWorkers(rows, total, process.stdout);

await using care = createCarecast({
  channels: Object.fromEntries(Object.entries(servers).map(([name, options]) => [name, mastodon(options)])),
  ledger: postgresLedger({ connectionString: database.connectionString }),
});
// What is held is journaled and not sent: all of it begins at the same moment, when the hold is released.
const reason = { by: "duty officer", reason: "one start for all" };
const { hold } = await care.hold({ scope: "everything", ...reason });
for (let number = 1; number <= postsEach; number += 1)
  await care.publish({ text: `Notice ${number}: visiting hours have changed.`, language: "en" });
await care.release(hold.id, reason);

await until(() => count(rows) >= total / 3);
const victim = workers.reduce((busiest, worker) => (worker.row.delivered > busiest.row.delivered ? worker : busiest));
victim.child.kill("SIGKILL");
victim.row.state = "killed";
await until(async () => (await care.deliveries({ state: "delivered" })).length === total);
stopShowing();
await Promise.all(workers.map(stopWorker));

process.exitCode = printResult() ? 0 : 1;

interface Worker {
  readonly child: ChildProcess;
  readonly row: WorkerRow;
}

async function startWorkers(number: number): Promise<readonly Worker[]> {
  const order = JSON.stringify({ connectionString: database.connectionString, servers });
  return Promise.all(
    Array.from({ length: number }, async (_, index): Promise<Worker> => {
      const child = fork(fileURLToPath(new URL("./worker.ts", import.meta.url)), [order]);
      const row: WorkerRow = { name: `worker ${index + 1}`, delivered: 0, state: "works" };
      await once(child, "message");
      child.on("message", () => (row.delivered += 1));
      return { child, row };
    }),
  );
}

async function stopWorker({ child, row }: Worker): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
  row.state = "stopped";
}

function count(all: readonly WorkerRow[]): number {
  return all.reduce((sum, { delivered }) => sum + delivered, 0);
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 120_000;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error("The workers have not done their work in two minutes.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Counts what readers of the networks see, whatever the ledger says. */
function printResult(): boolean {
  const table = new Table({
    head: ["channel", "posts", "in order", "missing", "doubled"],
    ...(!process.stdout.isTTY && { style: { head: [], border: [] } }),
  });
  let good = true;
  for (const [index, server] of sandbox.all.mastodon.entries()) {
    const numbers = server.posts().map(({ text }) => Number(/\d+/.exec(text)?.[0]));
    const missing = postsEach - new Set(numbers).size;
    const doubled = numbers.length - new Set(numbers).size;
    const ordered = numbers.every((number, place) => place === 0 || number >= (numbers[place - 1] ?? 0));
    good &&= missing === 0 && doubled === 0 && ordered;
    table.push([`clinic-${index + 1}`, numbers.length, ordered ? "yes" : "no", missing, doubled]);
  }
  console.log(`\n${table.toString()}`);
  console.log(good ? colors.green("Nothing lost, nothing doubled.") : colors.red("Something is wrong."));
  return good;
}
