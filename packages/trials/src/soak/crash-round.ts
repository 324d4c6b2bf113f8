import type { PlainLever } from "@carecast/sandbox";

import { judge, type Verdict } from "../harness/judge.ts";
import { openWorld, type World } from "../harness/open-world.ts";
import { startChild, type Ending } from "../harness/start-child.ts";
import type { LedgerPlace, PublicationTask, Task } from "../harness/task.ts";
import { writeThread } from "../harness/write-thread.ts";
import type { Random } from "../random.ts";

export interface Round extends Verdict {
  /** How many programs were killed. */
  readonly kills: number;
}

const levers: readonly PlainLever[] = [
  "idempotency-key",
  "record-key",
  "container",
  "nonce",
  "duplicate-refusal",
  "find",
  "none",
];

/** So many programs in a row are killed at most before one may go on to the end. */
const mostKills = 4;

/**
 * One program publishes this and that on networks of every kind and is killed somewhere; others go on and are killed too;
 * the last one is let alone.
 *
 * @param file the bundled child
 */
export async function runCrashRound(file: string, ledger: LedgerPlace, random: Random): Promise<Round> {
  await using world = await openWorld(ledger, levers);
  const publications = plan(world, random);
  const first = { publications, atOnce: random.percent(50), started: random.percent(50) };
  const parts = publications.reduce((sum, { channels }) => sum + 2 * channels.length, 0);
  let ending = await runOne(file, world, world.task(first), doom(random, 17 * parts));
  const { published } = ending;
  let kills = 0;
  while (ending.killed) {
    kills += 1;
    world.passLease();
    const isSpared = kills >= mostKills || random.percent(50);
    ending = await runOne(file, world, world.task({ started: true }), isSpared ? {} : doom(random, 60));
  }
  const deliveries = ending.end?.deliveries ?? [];
  // What a program that was not started has left goes on only when one is started.
  const last = first.started || kills > 0 ? deliveries : (await finish(file, world)).end?.deliveries;
  return { ...judge({ ...world, deliveries: last ?? [], published }), kills };
}

function finish(file: string, world: World): Promise<Ending> {
  return runOne(file, world, world.task({ started: true }), {});
}

/** Where a program ends: at one of its boundaries, or at any moment, also in the middle of a write. */
interface Doom {
  readonly nth?: number;
  readonly killAfterMs?: number;
}

function doom(random: Random, boundaries: number): Doom {
  return random.percent(60) ? { nth: random.between(1, boundaries) } : { killAfterMs: random.between(1, 250) };
}

async function runOne(file: string, { servers }: World, task: Task, { nth, killAfterMs }: Doom): Promise<Ending> {
  await using child = startChild(file);
  const given = { ...task, ...(nth !== undefined && { kill: { nth } }) };
  return await child.run(given, { servers, ...(killAfterMs !== undefined && { killAfterMs }) });
}

function plan(world: World, random: Random): readonly PublicationTask[] {
  return Array.from({ length: random.between(2, 6) }, (_, index) => {
    const about = `notice ${index + 1}`;
    const chosen = world.channels.filter(() => random.percent(60)).map(({ name }) => name);
    return {
      id: world.id(String(index + 1)),
      text: random.percent(50) ? writeThread(about, random.between(2, 4)) : `Here is ${about}.`,
      channels: chosen.length > 0 ? chosen : world.channels.map(({ name }) => name),
      picture: random.percent(30),
    };
  });
}
