import type { Adapter } from "@carecast/adapter";
import type { Fault } from "../../fault.ts";
import type { AdapterVariant, NetworkHarness } from "../harness.ts";
import type { Stage } from "../stage.ts";
import { type Call, callsOf, material } from "./calls.ts";

/** What one call threw. */
export interface Failure {
  readonly error: unknown;
  readonly adapter: Adapter;
  /** The method, and what was wrong. */
  readonly what: string;
}

/** What every method throws while `fault` spoils its requests. Methods that succeed all the same are left out. */
export function failuresAfter(stage: Stage, fault: Fault): Promise<readonly Failure[]> {
  return once(stage.network, fault, async () => {
    const { draft, ref } = await material(stage);
    const calls = callsOf(stage, draft, ref);
    const failures: Failure[] = [];
    for (const round of [["publish", "media"], ["any"]] as const) {
      await stage.network.reset();
      for (const kind of round) await stage.order(fault, kind, Infinity);
      const spoiled = calls.filter(({ on }) => round.some((kind) => kind === on));
      failures.push(...(await collect(stage, spoiled, "working", `after ${fault}`)));
    }
    return failures;
  });
}

/** What every method throws when nobody answers, and when the credential is wrong. */
export function failuresOfVariants(stage: Stage): Promise<readonly Failure[]> {
  return once(stage.network, "variants", async () => {
    const { draft, ref } = await material(stage);
    const calls = callsOf(stage, draft, ref);
    const far = await collect(stage, calls, "unreachable", "when nobody answers");
    return [...far, ...(await collect(stage, calls, "wrong-credential", "with a wrong credential"))];
  });
}

/** All calls side by side: a client that repeats safe requests waits between its tries. */
async function collect(
  stage: Stage,
  calls: readonly Call[],
  variant: AdapterVariant,
  circumstances: string,
): Promise<readonly Failure[]> {
  const adapter = await stage.create(variant);
  const failures: Failure[] = [];
  const run = async ({ name, call }: Call): Promise<void> => {
    try {
      await call(adapter, { clock: stage.clock, lane: "routine" });
    } catch (error) {
      failures.push({ error, adapter, what: `${name} ${circumstances}` });
    }
  };
  await Promise.all(calls.map(run));
  return failures;
}

/** Two promises are kept or broken by the same errors; collecting them once is enough. */
const collected = new WeakMap<NetworkHarness, Map<string, Promise<readonly Failure[]>>>();

function once(
  network: NetworkHarness,
  name: string,
  collectNow: () => Promise<readonly Failure[]>,
): Promise<readonly Failure[]> {
  const known = collected.get(network) ?? new Map<string, Promise<readonly Failure[]>>();
  collected.set(network, known);
  const failures = known.get(name) ?? collectNow();
  known.set(name, failures);
  return failures;
}
