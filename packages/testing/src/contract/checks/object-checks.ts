import type { Adapter, Capabilities } from "@carecast/adapter";
import { type ContractCheck, member } from "../check.ts";
import { findLeaks, needlesOf } from "../find-leaks.ts";
import { demand, demandEqual, print } from "../violation.ts";
import { findNonJson } from "./find-non-json.ts";
import { demandSaneCapabilities } from "./sane-capabilities.ts";

const required = ["measure", "prepare", "publish"] as const;
const optional = [
  ...["discover", "find", "revise", "retract", "pin", "unpin", "listen", "receive"],
  ...["profile", "recentPosts", "check", "close"],
] as const;

/** Which optional methods the capabilities promise. */
function promised(capabilities: Capabilities): Readonly<Record<string, boolean>> {
  const { modes } = capabilities.listening;
  return {
    revise: capabilities.edit,
    retract: capabilities.delete,
    pin: capabilities.pin,
    unpin: capabilities.pin,
    find: capabilities.repeat.find !== "none",
    listen: modes.includes("stream") || modes.includes("poll"),
    receive: modes.includes("webhook"),
  };
}

function demandAgreement(adapter: Adapter, capabilities: Capabilities, source: string): void {
  for (const [name, isPromised] of Object.entries(promised(capabilities))) {
    const isThere = name in adapter && Reflect.get(adapter, name) !== undefined;
    demandEqual(isThere, isPromised, `${source} against the method ${name}`);
  }
}

export const objectChecks: readonly ContractCheck[] = [
  {
    promise: "plain object",
    name: "has specVersion 1, a network in lower case and every required method",
    run: ({ adapter }) => {
      demandEqual(adapter.specVersion, 1, "specVersion");
      demand(/^[a-z0-9][a-z0-9-]*$/.test(adapter.network), `network is ${print(adapter.network)}`);
      for (const name of required) demandEqual(typeof adapter[name], "function", name);
      for (const name of optional) {
        const value: unknown = Reflect.get(adapter, name);
        demand(value === undefined || typeof value === "function", `${name} is neither absent nor a function`);
      }
    },
  },
  {
    promise: "honest capabilities",
    name: "describes itself in plain data that survives JSON",
    run: ({ adapter }) => {
      demandEqual(findNonJson(adapter.capabilities, "capabilities"), undefined, "what JSON would lose");
      demandSaneCapabilities(adapter.capabilities);
    },
  },
  {
    promise: "honest capabilities",
    name: "has exactly the optional methods that its capabilities promise",
    run: ({ adapter }) => demandAgreement(adapter, adapter.capabilities, "capabilities"),
  },
  {
    promise: "honest capabilities",
    name: "discovers capabilities of the same kind",
    needs: [member("discover")],
    run: ({ adapter, capabilities }) => {
      demandEqual(findNonJson(capabilities, "discover"), undefined, "what JSON would lose");
      demandSaneCapabilities(capabilities);
      demandAgreement(adapter, capabilities, "discover");
    },
  },
  {
    promise: "honest capabilities",
    name: "keeps the capabilities of two adapters apart",
    run: async ({ adapter, create }) => {
      const before = JSON.stringify(adapter.capabilities);
      const { text } = (await create()).capabilities;
      const { rule } = text;
      // Frozen data refuse the change, and that is as good as data of its own.
      Reflect.set(text, "rule", "changed by a caller");
      const [same, next] = [JSON.stringify(adapter.capabilities), JSON.stringify((await create()).capabilities)];
      Reflect.set(text, "rule", rule);
      demand(same === before, "a change to the capabilities of one adapter shows in those of another");
      demand(next === before, "a change to the capabilities of one adapter shows in those of the next");
    },
  },
  {
    promise: "no secrets",
    name: "shows no secret when the adapter is printed or serialised",
    run: ({ adapter, secrets }) => {
      const leaks = findLeaks(adapter, needlesOf(secrets));
      demand(leaks.length === 0, `a secret stands in ${leaks.join(", ")}`);
    },
  },
];
