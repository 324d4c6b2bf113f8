import type { Adapter, Capabilities, Draft, Part, PublishContext, Receipt } from "@carecast/adapter";
import type { Fault } from "../fault.ts";
import type { AdapterVariant, ContractHarness, NetworkHarness, RequestKind, SeenPost } from "./harness.ts";
import { createPatience, type Patience } from "./patience.ts";
import { type QuickClock, quickClock } from "./quick-clock.ts";

/** Part of every word that a stage makes: what the leak search looks for. */
export const plantedWord = "marigold";

/** Where one check plays: a fresh adapter over a network that was just reset. */
export interface Stage extends Patience {
  readonly adapter: Adapter;
  /** The account's own where `discover` reads them, else the documented ones. */
  readonly capabilities: Capabilities;
  readonly network: NetworkHarness;
  readonly secrets: readonly string[];
  readonly samples: readonly string[];
  readonly clock: QuickClock;
  /** A new adapter with nothing remembered, as after a restart. */
  readonly create: (variant?: AdapterVariant) => Promise<Adapter>;
  /** A context with a key of its own. */
  readonly context: (more?: Partial<PublishContext>) => PublishContext;
  /** A plain public part with a text of its own. */
  readonly part: (more?: Partial<Part>) => Part;
  /** A word that stands nowhere else, with `plantedWord` in it. */
  readonly word: () => string;
  readonly order: (fault: Fault, on: RequestKind, times?: number) => Promise<void>;
  readonly posts: () => Promise<readonly SeenPost[]>;
  /** Prepares and publishes. */
  readonly publish: (part: Part, context?: PublishContext) => Promise<Receipt>;
  /** Has `act` done when the check is over, however it ends. */
  readonly atEnd: (act: () => void) => void;
  /** Ends what the check has started, and closes its adapters. */
  readonly end: () => Promise<void>;
}

export async function createStage(harness: ContractHarness, patienceMs: number): Promise<Stage> {
  const { network } = harness;
  await network.reset();
  const clock = quickClock();
  const adapters: Adapter[] = [];
  const endings: (() => void)[] = [];
  const create: Stage["create"] = async (variant = "working") => {
    const made = await harness.create(variant);
    adapters.push(made);
    return made;
  };
  const adapter = await create();
  const capabilities = (await adapter.discover?.({ clock, lane: "routine" })) ?? adapter.capabilities;
  let count = 0;

  const word = (): string => {
    count += 1;
    return `zq${count}${plantedWord}`;
  };
  const context: Stage["context"] = (more = {}) => {
    count += 1;
    return { clock, lane: "routine", key: `contract.check-${count}`, ...more };
  };
  return {
    adapter,
    capabilities,
    network,
    secrets: harness.secrets,
    samples: harness.samples ?? [],
    clock,
    word,
    context,
    ...createPatience(patienceMs),
    create,
    part: (more = {}) => ({
      text: `The ${word()} ward is open.`,
      audience: capabilities.audiences[0] ?? "public",
      media: [],
      ...more,
    }),
    order: async (fault, on, times = 1) => network.order?.({ fault, on, times }),
    posts: async () => network.posts(),
    publish: async (part, given = context()) => adapter.publish(await adapter.prepare(part, given), given),
    atEnd: (act) => void endings.push(act),
    end: async () => {
      for (const act of endings) act();
      for (const made of new Set(adapters)) await made.close?.();
    },
  };
}

/** What comes out of the journal after a crash: the same data, and nothing else. */
export function journaled<T extends Draft | Receipt>(value: T): T {
  // A draft and a receipt are JSON by contract; the object checks hold them to it.
  return JSON.parse(JSON.stringify(value)) as T;
}
