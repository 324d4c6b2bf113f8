import type { Fault } from "../../fault.ts";
import { capability, type ContractCheck, fault } from "../check.ts";
import { demandDocumented, demandTight } from "../failure.ts";
import { needlesOf } from "../find-leaks.ts";
import { plantedWord, type Stage } from "../stage.ts";
import { demand } from "../violation.ts";
import { type Failure, failuresAfter, failuresOfVariants } from "./failures.ts";

const failing = [
  ...["drop-before", "drop-after", "server-error-before", "rate-limited", "rate-limited-bare"],
  ...["token-expired", "ok-with-error", "ok-without-id", "not-json", "truncated"],
] as const satisfies readonly Fault[];

export const errorChecks: readonly ContractCheck[] = [
  ...failing.flatMap((name): ContractCheck[] => [
    {
      promise: "documented errors",
      name: `throws only documented errors after ${name}, from every method`,
      needs: [fault(name)],
      run: async (stage) => demandAllDocumented(await failuresAfter(stage, name)),
    },
    {
      promise: "no secrets",
      name: `carries no secret and nobody's words in an error after ${name}, from every method`,
      needs: [fault(name)],
      run: async (stage) => demandAllTight(stage, await failuresAfter(stage, name)),
    },
  ]),
  {
    promise: "documented errors",
    name: "throws only documented errors when nobody answers, or the credential is wrong",
    run: async (stage) => demandAllDocumented(await failuresOfVariants(stage)),
  },
  {
    promise: "no secrets",
    name: "carries no secret and nobody's words when nobody answers, or the credential is wrong",
    run: async (stage) => demandAllTight(stage, await failuresOfVariants(stage)),
  },
  {
    promise: "no secrets",
    name: "carries nobody's words in the refusal of a text that is too long",
    needs: [capability("text.limits has only huge ones", ({ text }) => text.limits.some(({ max }) => max <= 100_000))],
    run: async (stage) => {
      const max = Math.min(...stage.capabilities.text.limits.map((limit) => limit.max));
      const part = stage.part({ text: `${stage.word()} `.repeat(max) });
      const error = await stage.publish(part).catch((thrown: unknown) => thrown);
      const failure = { error, adapter: stage.adapter, what: "a text that is too long" };
      demandAllDocumented([failure]);
      demandAllTight(stage, [failure]);
    },
  },
  {
    promise: "no secrets",
    name: "writes nothing to the console",
    run: async (stage) => {
      const context = stage.context();
      const draft = await stage.adapter.prepare(stage.part(), context);
      const far = await stage.create("unreachable");
      const written = await withConsole(async () => {
        await stage.publish(stage.part());
        await far.publish(draft, context).catch(() => undefined);
      });
      demand(written.length === 0, `the adapter used console.${written[0] ?? ""}`);
    },
  },
];

function demandAllDocumented(failures: readonly Failure[]): void {
  for (const { error, adapter, what } of failures) demandDocumented(error, adapter, what);
}

function demandAllTight({ secrets }: Stage, failures: readonly Failure[]): void {
  const needles = [...needlesOf(secrets), plantedWord];
  for (const { error, what } of failures) demandTight(error, needles, what);
}

const consoleMethods = ["debug", "error", "info", "log", "trace", "warn"] as const;

/** Runs `act`, and answers which methods of the console it used. */
async function withConsole(act: () => Promise<void>): Promise<readonly string[]> {
  const written: string[] = [];
  const originals = consoleMethods.map((method) => [method, console[method]] as const);
  for (const method of consoleMethods) console[method] = () => void written.push(method);
  try {
    await act();
  } finally {
    for (const [method, original] of originals) console[method] = original;
  }
  return written;
}
