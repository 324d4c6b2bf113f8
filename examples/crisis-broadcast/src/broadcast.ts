import { createInterface } from "node:readline/promises";

import { isCarecastError, type Plan } from "@carecast/core";
import type { AlertReport, LiveAlert } from "@carecast/core/alerts";
import colors from "picocolors";

import { approve } from "./approve.ts";
import { openDesk, type Desk, type People } from "./desk.ts";
import { openChannels } from "./open-channels.ts";
import { printAudit } from "./print-audit.ts";
import { printPlan } from "./print-plan.ts";
import { printReceipts } from "./print-receipts.ts";
import { readAlert } from "./read-alert.ts";
import { readArguments, usage, UsageError, type Arguments } from "./read-arguments.ts";
import { showProgress, type Output } from "./show-progress.ts";
import { tellStory } from "./tell-story.ts";

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
    return await broadcastAlert(options, world);
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

async function broadcastAlert(options: Arguments, world: World): Promise<number> {
  // With --json, standard output carries the JSON alone.
  const screen = options.json ? world.errors : world.output;
  const print = (line: string): void => void screen.write(`${line}\n`);
  const alert = await readAlert(options.file ?? sample, print);
  const stage = await openChannels(world.environment);
  try {
    const desk = openDesk(stage, readPeople(options, stage.real && !options.dryRun));
    await using care = desk.care;
    // Reads the limits of each account, so that the plan counts exactly; what is not ready shows in the report.
    await care.check();
    const plan = care.plan(desk.alerts.content(alert));
    printPlan(plan, print);
    if (options.dryRun) return finish(options, world, plan, plan.ok ? 0 : 2);
    if (!(await mayPublish(plan, stage.real, options, world))) return write(world.errors, "Nothing was sent.\n", 1);
    const issued = await issue(desk, alert, world, print);
    const isStory = options.file === undefined && !stage.real;
    const reports = isStory ? [issued, ...(await tellStory(desk, alert, print))] : [issued];
    const isWhole = await printAudit(care.audit, print);
    const isDelivered = reports.every(({ publication }) => publication?.ok);
    return finish(options, world, reports, isWhole && isDelivered ? 0 : 1);
  } finally {
    await stage.close();
  }
}

/** On this machine the program plays the people; on real networks they have to be named. */
function readPeople({ author, approvers }: Arguments, mustBeNamed: boolean): People {
  if (mustBeNamed && approvers.length < 2)
    throw new UsageError("Two people have to approve an alert: name each with --approver.");
  return { author, approvers: approvers.length > 0 ? approvers : ["duty doctor", "head of communications"] };
}

async function issue(desk: Desk, alert: LiveAlert, world: World, print: (line: string) => void): Promise<AlertReport> {
  const { alerts, care } = desk;
  // Whoever runs it again goes on with what was approved and begun.
  const isBegun = (await alerts.chain(alert.identifier)) !== undefined;
  const approval = isBegun ? undefined : await approve(desk, alerts.content(alert), alert.identifier, print);
  const channels = new Set(care.plan(alerts.content(alert)).targets.map(({ channel }) => channel)).size;
  const onMissed = (): void => print(colors.red(`Fewer than ${channels} channels have it after a minute. Call them.`));
  const leaveProgress = showProgress(care.events, world.errors);
  const report = await alerts
    .issue(alert, {
      by: desk.people.author,
      quorum: { atLeast: channels, within: 60_000, onMissed },
      ...(approval && { approval }),
    })
    .finally(leaveProgress);
  if (report.publication) printReceipts(report.publication, print);
  return report;
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
