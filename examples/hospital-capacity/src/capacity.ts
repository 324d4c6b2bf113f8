import {
  askAtTerminal,
  openAccounts,
  openDesk,
  openSandbox,
  playApprovers,
  printAudit,
  readAccounts,
  runProgram,
  type Audit,
  type Done,
  type Print,
  type World,
} from "@carecast/example-notice-desk";

import { hospital } from "./hospital.ts";
import { printTold } from "./print-told.ts";
import { readArguments, usage, type Arguments } from "./read-arguments.ts";
import { readStatuses, type Status } from "./read-statuses.ts";
import { recallMemory, remember } from "./remember.ts";
import { tellStatus, type Told } from "./tell-status.ts";

/** What `--json` prints. */
export interface Result {
  readonly statuses: readonly Told[];
  readonly audit: Audit;
}

/** Resolves with the exit code: 0 all is said, 1 something is not, 2 wrong input or a safeguard said no. */
export function capacity(argv: readonly string[], world: World): Promise<number> {
  return runProgram(world, async () => {
    const options = readArguments(argv);
    if (options.help) {
      world.output.write(usage);
      return 0;
    }
    const { result, code } = await runCapacity(options, world);
    if (options.json) world.output.write(`${JSON.stringify(result, null, 2)}\n`);
    return code;
  });
}

async function runCapacity(options: Arguments, world: World): Promise<Done> {
  const accounts = readAccounts(world.environment);
  const statuses = await readStatuses(options);
  // Every line was read, and there is at least one.
  const { receivedAt, notice } = statuses[0] as Status;
  const ask = accounts && !options.dryRun ? askAtTerminal(world.input, world.errors) : playApprovers;
  const stage = accounts
    ? openAccounts(accounts, notice.languages, world.environment)
    : await openSandbox(notice.languages, receivedAt);
  // With --json, standard output carries the JSON alone.
  const screen = options.json ? world.errors : world.output;
  const print: Print = (line) => void screen.write(`${line}\n`);
  await using desk = await openDesk(stage, hospital, ask, print);
  const { audit: trail, documents } = desk.care;
  const told: Told[] = [];
  let memory = await recallMemory(documents);
  for (const status of statuses) {
    stage.moveTo(status.receivedAt);
    const step = await tellStatus(desk, status, memory, options.dryRun);
    told.push(step.told);
    memory = step.memory;
    if (!options.dryRun) await remember(documents, memory);
  }
  printTold(told, options.dryRun, print);
  const audit = await printAudit(trail, print);
  const isSaid = told.every(({ say, report }) => !say || options.dryRun || report?.ok);
  const result: Result = { statuses: told, audit };
  return { result, code: isSaid && audit.verdict.ok ? 0 : 1 };
}
