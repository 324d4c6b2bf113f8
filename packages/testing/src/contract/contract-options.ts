import { ConfigError } from "@carecast/adapter";
import { faults } from "../fault.ts";
import { parseKeys } from "../parse-keys.ts";
import type { Awaitable, ContractHarness } from "./harness.ts";

export interface ContractOptions {
  /** Starts the network, or what stands in for it. Called once, before the first check. */
  start(): Awaitable<ContractHarness>;
  /**
   * How long, in milliseconds, the suite waits for what should happen at once (an abort, an item) before it calls
   * the promise broken. Default 1000. Nothing takes that long where the promise is kept.
   */
  readonly patienceMs?: number;
}

export interface ParsedContractOptions {
  readonly start: () => Promise<ContractHarness>;
  readonly patienceMs: number;
}

/** Throws `ConfigError` for an unknown or missing option, and later for a harness with a fault that nobody knows. */
export function parseContractOptions(caller: string, options: ContractOptions): ParsedContractOptions {
  parseKeys(caller, options, ["start", "patienceMs"]);
  if (typeof options.start !== "function") {
    throw new ConfigError(`${caller} needs the option "start", a function that answers the harness.`, {
      path: "start",
    });
  }
  const { patienceMs = 1000 } = options;
  if (!(patienceMs > 0)) throw new ConfigError("patienceMs must be a positive number.", { path: "patienceMs" });
  return { patienceMs, start: async () => parseHarness(await options.start()) };
}

function parseHarness(harness: ContractHarness): ContractHarness {
  const { network } = harness;
  for (const name of network.faults) {
    if (faults.includes(name)) continue;
    throw new ConfigError(`"${String(name)}" is no fault. There are: ${faults.join(", ")}.`, {
      path: "network.faults",
    });
  }
  if (network.faults.length > 0 && !network.order) {
    throw new ConfigError("A harness that names faults needs network.order.", { path: "network.order" });
  }
  return harness;
}
