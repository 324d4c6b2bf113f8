import type { Adapter, Capabilities, Draft, Part, PublishContext, Receipt } from "@carecast/adapter";
import type { Fault } from "../fault.ts";
import type { AdapterVariant, Awaitable, ContractHarness, NetworkHarness, RequestKind, SeenPost } from "./harness.ts";
import { type QuickClock, quickClock } from "./quick-clock.ts";
import { ContractViolation, demand } from "./violation.ts";

/** Where one check plays: a fresh adapter over a network that was just reset. */
export interface Stage {
  readonly adapter: Adapter;
  /** The account's own where `discover` reads them, else the documented ones. */
  readonly capabilities: Capabilities;
  readonly network: NetworkHarness;
  readonly secrets: readonly string[];
  readonly samples: readonly string[];
  readonly clock: QuickClock;
  /** A new adapter with nothing remembered, as after a restart. */
  create(variant?: AdapterVariant): Promise<Adapter>;
  /** A context with a key of its own. */
  context(more?: Partial<PublishContext>): PublishContext;
  /** A plain public part with a text of its own. */
  part(more?: Partial<Part>): Part;
  /** A word that stands nowhere else: what the leak search looks for. */
  word(): string;
  order(fault: Fault, on: RequestKind, times?: number): Promise<void>;
  posts(): Promise<readonly SeenPost[]>;
  /** Prepares and publishes. */
  publish(part: Part, context?: PublishContext): Promise<Receipt>;
  /** Waits for `promise`, and ends the check if it does not settle in good time. */
  within<T>(promise: Promise<T>, what: string): Promise<T>;
  /** Waits until `condition` holds, and ends the check if it does not in good time. */
  until(condition: () => Awaitable<boolean>, what: string): Promise<void>;
  /** Has `act` done when the check is over, however it ends. */
  atEnd(act: () => void): void;
  /** Ends what the check has started, and closes its adapters. */
  end(): Promise<void>;
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
    return `zq${count}marigold`;
  };
  const context: Stage["context"] = (more = {}) => {
    count += 1;
    return { clock, lane: "routine", key: `contract.check-${count}`, ...more };
  };
  const within: Stage["within"] = async (promise, what) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new ContractViolation(`${what} did not end within ${patienceMs} ms`)), patienceMs);
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      clearTimeout(timer);
    }
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
    within,
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
    until: async (condition, what) => {
      const endMs = Date.now() + patienceMs;
      while (!(await condition())) {
        demand(Date.now() < endMs, `${what} did not happen within ${patienceMs} ms`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
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
