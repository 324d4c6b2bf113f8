import { setTimeout as sleep } from "node:timers/promises";

import type { PlainLever } from "@carecast/sandbox";

import type { Bundle } from "../harness/bundle-child.ts";
import { judge, postsOf, type Evidence, type Verdict } from "../harness/judge.ts";
import { openWorld } from "../harness/open-world.ts";
import { startChild, type Child, type Ending } from "../harness/start-child.ts";
import type { LedgerPlace } from "../harness/task.ts";
import type { Random } from "../random.ts";
import { fillLedger } from "./fill-ledger.ts";

export interface OwnersOptions {
  readonly bundle: Bundle;
  readonly ledger: LedgerPlace;
  readonly random: Random;
  /** Of each of the four networks. */
  readonly channelsEach: number;
  /** How many posts go out on each channel. */
  readonly postsEach: number;
  /** After so many take-overs no program is stopped any more. Default: never. */
  readonly takeovers?: number;
  /** Until then a network takes so long over an answer, in milliseconds: or all would be over before a lease is. */
  readonly answerMs: number;
  readonly onProgress?: (posts: number) => void;
}

export interface OwnersResult extends Verdict {
  /** How often a program stood still for longer than its lease. */
  readonly stops: number;
  /** How often one found afterwards that others had taken its work. */
  readonly struckOff: number;
  /** How often each program has journaled that a post is there, also where another one had done so before. */
  readonly shares: readonly number[];
  /** How often a network was asked for a post that it had already. */
  readonly repeats: number;
  readonly milliseconds: number;
}

/** A program that has stood still may send what another one has sent meanwhile: only these keep that from showing twice. */
const levers: readonly PlainLever[] = ["idempotency-key", "record-key", "container", "nonce"];
const programs = 4;
const leaseMs = 600;
/** What the longest run takes on a slow machine. */
const limitMs = 30 * 60_000;

/**
 * Four programs share one ledger. One after the other is stopped for longer than its lease and then goes on, in the
 * belief that it still has its lanes.
 */
export async function runOwners(options: OwnersOptions): Promise<OwnersResult> {
  const { bundle, ledger, random, channelsEach, postsEach, takeovers = Infinity, answerMs, onProgress } = options;
  await using world = await openWorld(ledger, levers, channelsEach);
  const { servers, channels } = world;
  await fillLedger(world, ledger, postsEach);
  for (const { faults } of servers) faults.order({ kind: "slow-answer", delayMs: answerMs, times: Infinity });
  await using children = startChildren(bundle.file);
  const startedAt = performance.now();
  const enlisted = children.all.map(() => 0);
  const task = world.task({ started: true, leaseMs, watch: "ledger: enlist, after" });
  const run = (child: Child, index: number): Promise<Ending> => {
    const onPassed = (): void => void (enlisted[index] = (enlisted[index] ?? 0) + 1);
    return child.run(task, { servers, onPassed, limitMs });
  };
  const running = Promise.all(children.all.map(run));
  const stops = await stopAndGo(children.all, running, random, () => {
    onProgress?.(countPosts(servers));
    return countStruckOff(enlisted) < takeovers;
  });
  for (const { faults } of servers) faults.clear();
  const endings = await running;
  const milliseconds = performance.now() - startedAt;
  const evidence = { channels, servers, deliveries: endings[0]?.end?.deliveries ?? [], published: [] };
  const verdict = judge(evidence);
  const wrong = [...verdict.wrong, ...findDisorder(evidence)];
  const counts = { struckOff: countStruckOff(enlisted), shares: countShares(endings), repeats: countRepeats(servers) };
  return { ...verdict, wrong, stops, ...counts, milliseconds };
}

function startChildren(file: string): AsyncDisposable & { readonly all: readonly Child[] } {
  const all = Array.from({ length: programs }, () => startChild(file));
  return {
    all,
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((child) => child[Symbol.asyncDispose]()));
    },
  };
}

/** Stops one child after the other until all have ended, or it is enough. Resolves with the number of stops. */
async function stopAndGo(
  children: readonly Child[],
  running: Promise<unknown>,
  random: Random,
  goesOn: () => boolean,
): Promise<number> {
  let isOver = false;
  const over = running.catch(() => undefined).then(() => (isOver = true));
  let stops = 0;
  for (;;) {
    await Promise.race([over, sleep(random.between(50, 400))]);
    if (!goesOn() || isOver) return stops;
    const child = children[stops % children.length];
    child?.process.kill("SIGSTOP");
    await sleep(leaseMs * (1.2 + random.next()));
    child?.process.kill("SIGCONT");
    stops += 1;
  }
}

function countPosts(servers: Evidence["servers"]): number {
  return servers.reduce((sum, server) => sum + server.posts().length, 0);
}

/** A program takes a new name whenever it was struck off under the old one. */
function countStruckOff(enlisted: readonly number[]): number {
  return enlisted.reduce((sum, names) => sum + Math.max(0, names - 1), 0);
}

const endpoints = ["POST /v1/posts", "POST /v1/containers/:id/publish"];

function countRepeats(servers: Evidence["servers"]): number {
  const asked = servers.flatMap(({ requests }) => endpoints.map((endpoint) => requests.count(endpoint)));
  return asked.reduce((sum, count) => sum + count, 0) - countPosts(servers);
}

function countShares(endings: readonly Ending[]): readonly number[] {
  const label = "ledger: change to delivered, after";
  return endings.map(({ end }) => end?.boundaries.filter((passed) => passed === label).length ?? 0);
}

/** The posts of a channel stand in the order in which they were journaled. */
function findDisorder({ channels, servers, deliveries }: Evidence): readonly string[] {
  return channels.flatMap((channel) => {
    const wanted = deliveries.filter((delivery) => delivery.channel === channel.name).map(({ id }) => id);
    const shown = postsOf(channel, servers).map(({ reference }) => reference);
    const place = wanted.findIndex((id, index) => shown[index] !== id);
    return place === -1 ? [] : [`${channel.name}: the post at place ${place + 1} is out of order`];
  });
}
