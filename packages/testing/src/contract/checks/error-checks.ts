import type { Adapter } from "@carecast/adapter";
import type { Fault } from "../../fault.ts";
import { capability, type ContractCheck, fault } from "../check.ts";
import { demandDocumented, demandTight } from "../failure.ts";
import { needlesOf } from "../find-leaks.ts";
import type { AdapterVariant } from "../harness.ts";
import type { Stage } from "../stage.ts";
import { demand } from "../violation.ts";
import { type Call, callsOf, material } from "./calls.ts";

const failing = [
  ...["drop-before", "drop-after", "server-error-before", "rate-limited", "rate-limited-bare"],
  ...["token-expired", "ok-with-error", "ok-without-id", "not-json", "truncated"],
] as const satisfies readonly Fault[];

/** What is done with each error that comes out. */
type Examine = (error: unknown, adapter: Adapter, what: string) => void;

export const errorChecks: readonly ContractCheck[] = [
  ...failing.flatMap((name): ContractCheck[] => [
    {
      promise: "documented errors",
      name: `throws only documented errors after ${name}, from every method`,
      needs: [fault(name)],
      run: (stage) => eachFailure(stage, name, demandDocumented),
    },
    {
      promise: "no secrets",
      name: `carries no secret and nobody's words in an error after ${name}, from every method`,
      needs: [fault(name)],
      run: (stage) => eachFailure(stage, name, tightIn(stage)),
    },
  ]),
  {
    promise: "documented errors",
    name: "throws only documented errors when nobody answers, or the credential is wrong",
    run: (stage) => eachVariantFailure(stage, demandDocumented),
  },
  {
    promise: "no secrets",
    name: "carries no secret and nobody's words when nobody answers, or the credential is wrong",
    run: (stage) => eachVariantFailure(stage, tightIn(stage)),
  },
  {
    promise: "no secrets",
    name: "carries nobody's words in the refusal of a text that is too long",
    needs: [capability("text.limits has only huge ones", ({ text }) => text.limits.some(({ max }) => max <= 100_000))],
    run: async (stage) => {
      const max = Math.min(...stage.capabilities.text.limits.map((limit) => limit.max));
      const part = stage.part({ text: `${stage.word()} `.repeat(max) });
      const error = await stage.publish(part).catch((thrown: unknown) => thrown);
      demandDocumented(error, stage.adapter, "a text that is too long");
      tightIn(stage)(error, stage.adapter, "a text that is too long");
    },
  },
  {
    promise: "no secrets",
    name: "writes nothing to the console",
    run: async (stage) => {
      const written: string[] = [];
      await withConsole(
        (method) => written.push(method),
        async () => {
          await stage.publish(stage.part());
          await eachVariantFailure(stage, () => undefined);
        },
      );
      demand(written.length === 0, `the adapter used console.${written[0] ?? ""}`);
    },
  },
];

function tightIn(stage: Stage): Examine {
  const needles = [...needlesOf(stage.secrets), "marigold"];
  return (error, _adapter, what) => demandTight(error, needles, what);
}

/**
 * Calls every method while `name` spoils its requests, and examines what is thrown; success is no failure here. The
 * calls of one round run side by side: a client that repeats safe requests waits between its tries.
 */
async function eachFailure(stage: Stage, name: Fault, examine: Examine): Promise<void> {
  const { draft, ref } = await material(stage);
  const calls = callsOf(stage, draft, ref);
  for (const round of [["publish", "media"], ["any"]] as const) {
    await stage.network.reset();
    for (const kind of round) await stage.order(name, kind, Infinity);
    const spoiled = calls.filter(({ on }) => round.some((kind) => kind === on));
    await examineAll(stage, spoiled, "working", (error, adapter, what) =>
      examine(error, adapter, `${what} after ${name}`),
    );
  }
}

async function eachVariantFailure(stage: Stage, examine: Examine): Promise<void> {
  const { draft, ref } = await material(stage);
  for (const variant of ["unreachable", "wrong-credential"] as const) {
    const calls = callsOf(stage, draft, ref);
    await examineAll(stage, calls, variant, (error, adapter, what) => examine(error, adapter, `${what}, ${variant}`));
  }
}

async function examineAll(
  stage: Stage,
  calls: readonly Call[],
  variant: AdapterVariant,
  examine: Examine,
): Promise<void> {
  const adapter = await stage.create(variant);
  const context = { clock: stage.clock, lane: "routine" } as const;
  await Promise.all(
    calls.map(({ name, call }) =>
      examineCall(
        () => call(adapter, context),
        (error) => examine(error, adapter, name),
      ),
    ),
  );
}

async function examineCall(call: () => Promise<unknown> | undefined, examine: (error: unknown) => void): Promise<void> {
  let thrown: { readonly error: unknown } | undefined;
  try {
    await call();
  } catch (error) {
    thrown = { error };
  }
  if (thrown) examine(thrown.error);
}

const consoleMethods = ["debug", "error", "info", "log", "trace", "warn"] as const;

/** Runs `act` with a console that only tells that it was used. */
async function withConsole(onWrite: (method: string) => void, act: () => Promise<void>): Promise<void> {
  const originals = consoleMethods.map((method) => console[method]);
  for (const method of consoleMethods) console[method] = () => onWrite(method);
  try {
    await act();
  } finally {
    consoleMethods.forEach((method, index) => {
      console[method] = originals[index] ?? console[method];
    });
  }
}
