import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";

import { createCarecast, isCarecastError, parseAlert, type Alert, type Carecast, type Plan } from "@carecast/core";

import { openChannels } from "./open-channels.ts";
import { printPlan } from "./print-plan.ts";
import { printReceipts } from "./print-receipts.ts";
import { readArguments, usage, UsageError, type Arguments } from "./read-arguments.ts";
import { showProgress, type Output } from "./show-progress.ts";

/** What the program touches: everything that a test may want to replace. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: Output;
  readonly errors: Output;
}

const sample = new URL("../alerts/boil-water.json", import.meta.url);

/** Runs the whole broadcast. Resolves with the exit code: 0 delivered, 1 not everywhere, 2 wrong input. */
export async function broadcast(argv: readonly string[], world: World): Promise<number> {
  try {
    const options = readArguments(argv);
    if (options.help) return write(world.output, usage, 0);
    const alert = await readAlert(options.file ?? sample);
    return await broadcastAlert(alert, options, world);
  } catch (error) {
    if (error instanceof UsageError || (isCarecastError(error) && error.outcome === "not-sent"))
      return write(world.errors, `${error.message}\n`, isInput(error) ? 2 : 1);
    throw error;
  }
}

/** What the caller can correct before trying again, as opposed to a network that failed. */
function isInput(error: Error): boolean {
  return !isCarecastError(error) || ["invalid-post", "config", "blocked", "unsupported"].includes(error.code);
}

function write(stream: Output, text: string, code: number): number {
  stream.write(text);
  return code;
}

async function readAlert(file: string | URL): Promise<Alert> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`The alert file cannot be read: ${String(file)}`);
  });
  try {
    return parseAlert(JSON.parse(text));
  } catch (error) {
    throw isCarecastError(error) ? error : new UsageError(`The alert file is not JSON: ${String(file)}`);
  }
}

async function broadcastAlert(alert: Alert, options: Arguments, world: World): Promise<number> {
  const stage = await openChannels(world.environment);
  // With --json, standard output carries the JSON alone.
  const screen = options.json ? world.errors : world.output;
  const print = (line: string): void => void screen.write(`${line}\n`);
  try {
    await using care = createCarecast({ channels: stage.channels, ledger: stage.ledger });
    // Reads the limits of each account, so that the plan counts exactly; what is not ready shows in the report.
    await care.check();
    const plan = care.plan(alert);
    printPlan(plan, print);
    if (options.dryRun) return finish(options, world, plan, plan.ok ? 0 : 2);
    if (!(await mayPublish(plan, stage.real, options, world))) return write(world.errors, "Nothing was sent.\n", 1);
    return await publish(care, alert, options, world, print);
  } finally {
    await stage.close();
  }
}

async function publish(
  care: Carecast,
  alert: Alert,
  options: Arguments,
  world: World,
  print: (line: string) => void,
): Promise<number> {
  const leaveProgress = showProgress(care.events, world.errors);
  // The alert's own name makes running again harmless: only what has not arrived is sent.
  const report = await care.publish(alert, { id: alert.identifier }).finally(leaveProgress);
  printReceipts(report, print);
  return finish(options, world, report, report.ok ? 0 : 1);
}

function finish({ json }: Arguments, world: World, result: object, code: number): number {
  return json ? write(world.output, `${JSON.stringify(result, null, 2)}\n`, code) : code;
}

/** Asks a person, unless nothing leaves this machine or the caller has said yes. */
async function mayPublish(plan: Plan, real: boolean, options: Arguments, world: World): Promise<boolean> {
  // A plan with violations is refused by `publish`, with every reason.
  if (!real || options.yes || !plan.ok) return true;
  if (!world.input.isTTY) throw new UsageError("Nobody is there to confirm: give --yes to publish without a question.");
  const channels = new Set(plan.targets.map(({ channel }) => channel)).size;
  const ask = createInterface({ input: world.input, output: world.errors });
  const answer = await ask.question(`Publish this to the public on ${channels} channels? Type yes: `);
  ask.close();
  return answer.trim().toLowerCase() === "yes";
}
