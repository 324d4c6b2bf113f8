import { createCarecast, isCarecastError } from "@carecast/core";
import { scanIdentifiers } from "@carecast/core/identifiers";
import type { CrossCheck } from "@carecast/core/notices";
import { createApprovals, requireApproval } from "@carecast/core/safeguards";

import { askAtTerminal, playApprovers } from "./ask-approvers.ts";
import { allow, approvers } from "./hospital.ts";
import { openAccounts, openSandbox, readAccounts, type Stage } from "./open-stage.ts";
import { printAudit } from "./print-audit.ts";
import { printCrossCheck } from "./print-cross-check.ts";
import type { Print } from "./print.ts";
import { findCarriers, publishNotice, reviewNotice, type Desk, type Published } from "./publish-notice.ts";
import { readArguments, usage, UsageError, type Arguments } from "./read-arguments.ts";
import { readInput, type Input } from "./read-input.ts";

/** What the program touches: everything that a test may want to replace. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
  readonly errors: NodeJS.WritableStream;
}

/** Resolves with the exit code: 0 every channel has it, 1 not everywhere, 2 wrong input or a safeguard said no. */
export async function recall(argv: readonly string[], world: World): Promise<number> {
  try {
    const options = readArguments(argv);
    if (options.help) return write(world.output, usage, 0);
    return await runRecall(options, world);
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

function write(stream: NodeJS.WritableStream, text: string, code: number): number {
  stream.write(text);
  return code;
}

async function runRecall(options: Arguments, world: World): Promise<number> {
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
  const { clock } = stage;
  const policy = { approvers };
  try {
    await using care = createCarecast({
      channels: stage.channels,
      ledger: stage.ledger,
      clock,
      safeguards: [scanIdentifiers({ allow }), requireApproval(policy)],
    });
    // Reads the limits of each account, so that the texts are counted exactly; what is not ready shows in the report.
    await care.check();
    const desk: Desk = { care, approvals: createApprovals(care, policy, { clock }), clock, ask, print };
    const checked = printCrossCheck(input.notice, input.records, print);
    const { result, code } = options.dryRun
      ? await rehearse(desk, input, checked)
      : await publishAll(desk, input, checked, stage, accounts !== undefined);
    return options.json ? write(world.output, `${JSON.stringify(result, null, 2)}\n`, code) : code;
  } finally {
    await stage.close();
  }
}

interface Done {
  readonly result: object;
  readonly code: number;
}

async function rehearse(desk: Desk, { notice }: Input, crossCheck: CrossCheck): Promise<Done> {
  const review = await reviewNotice(desk, notice);
  const isFit = review.findings.every(({ level }) => level === "warn");
  return { result: { crossCheck, review }, code: isFit ? 0 : 2 };
}

/** In the sandbox the notice and its end, as weeks would bring them; on real networks one of the two. */
async function publishAll(
  desk: Desk,
  { notice, ended }: Input,
  crossCheck: CrossCheck,
  stage: Stage,
  isReal: boolean,
): Promise<Done> {
  const id = `recall-${notice.authority.reference.replace(/[^A-Za-z0-9.-]+/g, "-").slice(0, 30)}`;
  const first = isReal && ended ? undefined : await publishNotice(desk, notice, id, {});
  let end: Published | undefined;
  if (ended && (!first || first.report)) {
    stage.moveTo(ended.issuedAt);
    if (!isReal) desk.print(`\nThe clock of the sandbox now stands at ${ended.issuedAt}: the recall is over.`);
    const where = await findCarriers(desk.care, id);
    if (where.channels.length === 0)
      throw new UsageError(`No channel carries ${id}: there is nothing to end in this ledger.`);
    end = await publishNotice(desk, ended, `${id}-ended`, where);
  }
  const audit = await printAudit(desk.care.audit, desk.print);
  const isEverywhere = [first, end].every((published) => !published || published.report?.ok);
  return { result: { crossCheck, first, ended: end, audit }, code: isEverywhere && audit.verdict.ok ? 0 : 1 };
}
