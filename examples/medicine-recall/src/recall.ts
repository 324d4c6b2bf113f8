import type { MarkedPost } from "@carecast/core";
import { noticeContent, type CrossCheck, type MedicineNotice } from "@carecast/core/notices";
import {
  askAtTerminal,
  findCarriers,
  openAccounts,
  openDesk,
  openSandbox,
  playApprovers,
  printAudit,
  publishApproved,
  readAccounts,
  reviewOnly,
  runProgram,
  UsageError,
  type Audit,
  type Desk,
  type Done,
  type Print,
  type Published,
  type Stage,
  type World,
} from "@carecast/example-notice-desk";

import { hospital, timeZone } from "./hospital.ts";
import { printCrossCheck } from "./print-cross-check.ts";
import { readArguments, usage, type Arguments } from "./read-arguments.ts";
import { readInput, type Input } from "./read-input.ts";

/** Resolves with the exit code: 0 every channel has it, 1 not everywhere, 2 wrong input or a safeguard said no. */
export function recall(argv: readonly string[], world: World): Promise<number> {
  return runProgram(world, async () => {
    const options = readArguments(argv);
    if (options.help) {
      world.output.write(usage);
      return 0;
    }
    const { result, code } = await runRecall(options, world);
    if (options.json) world.output.write(`${JSON.stringify(result, null, 2)}\n`);
    return code;
  });
}

async function runRecall(options: Arguments, world: World): Promise<Done> {
  const accounts = readAccounts(world.environment);
  const input = await readInput(options, accounts !== undefined);
  const { languages, issuedAt } = input.notice;
  const ask = accounts && !options.dryRun ? askAtTerminal(world.input, world.errors) : playApprovers;
  const stage = accounts
    ? openAccounts(accounts, languages, world.environment)
    : await openSandbox(languages, issuedAt);
  // With --json, standard output carries the JSON alone.
  const screen = options.json ? world.errors : world.output;
  const print: Print = (line) => void screen.write(`${line}\n`);
  await using desk = await openDesk(stage, hospital, ask, print);
  const crossCheck = printCrossCheck(input.notice, input.records, print);
  if (options.dryRun) return await rehearse(desk, input, crossCheck);
  const published = accounts ? await publishOne(desk, input) : await publishBoth(desk, input, stage);
  return await finish(desk, crossCheck, published);
}

async function rehearse(desk: Desk, { notice }: Input, crossCheck: CrossCheck): Promise<Done> {
  const review = await reviewOnly(desk, write(notice), "The exact texts");
  return { result: { crossCheck, review }, code: review.findings.every(({ level }) => level === "warn") ? 0 : 2 };
}

const write = (notice: MedicineNotice): MarkedPost => noticeContent(notice, { timeZone });

interface Both {
  readonly first?: Published | undefined;
  readonly ended?: Published | undefined;
}

/** On real networks the notice, or its end: weeks lie between them. */
async function publishOne(desk: Desk, { notice, ended }: Input): Promise<Both> {
  return ended
    ? { ended: await publishEnd(desk, notice, ended) }
    : { first: await publishApproved(desk, write(notice), nameOf(notice)) };
}

/** In the sandbox the clock makes the weeks pass. */
async function publishBoth(desk: Desk, { notice, ended }: Input, stage: Stage): Promise<Both> {
  const first = await publishApproved(desk, write(notice), nameOf(notice));
  if (!ended || !first.report) return { first };
  stage.moveTo(ended.issuedAt);
  desk.print(`\nThe clock of the sandbox now stands at ${ended.issuedAt}: the recall is over.`);
  return { first, ended: await publishEnd(desk, notice, ended) };
}

/** An end goes to whoever was told of the beginning, under the same post. */
async function publishEnd(desk: Desk, first: MedicineNotice, ended: MedicineNotice): Promise<Published> {
  const id = nameOf(first);
  const where = await findCarriers(desk.care, id);
  if (where.channels.length === 0)
    throw new UsageError(`No channel carries ${id}: there is nothing to end in this ledger.`);
  return publishApproved(desk, write(ended), `${id}-ended`, where);
}

/** The number of the authority names the publication, so that running again sends nothing twice. */
function nameOf({ authority }: MedicineNotice): string {
  return `recall-${authority.reference.replace(/[^A-Za-z0-9.-]+/g, "-").slice(0, 30)}`;
}

/** What `--json` prints. */
export interface Result extends Both {
  readonly crossCheck: CrossCheck;
  readonly audit: Audit;
}

async function finish({ care, print }: Desk, crossCheck: CrossCheck, published: Both): Promise<Done> {
  const audit = await printAudit(care.audit, print);
  const isEverywhere = Object.values(published).every((one: Published | undefined) => one?.report?.ok);
  const result: Result = { crossCheck, ...published, audit };
  return { result, code: isEverywhere && audit.verdict.ok ? 0 : 1 };
}
