import type { Adapter } from "@carecast/adapter";
import { fakeSecrets } from "../fake-harness.ts";
import { omit } from "../omit.ts";
import type { Mutant } from "./mutant.ts";

let seed = 0;

export const objectMutants: readonly Mutant[] = [
  {
    name: "speaks another version of the contract",
    caughtBy: /^plain object: has specVersion 1/,
    spoil: (adapter) => Object.assign({ ...adapter }, { specVersion: 2 }),
  },
  {
    name: "has no publish",
    caughtBy: /^plain object: has specVersion 1/,
    spoil: (adapter) => Object.assign({ ...adapter }, { publish: undefined }),
  },
  {
    name: "names its network in capitals",
    caughtBy: /^plain object: has specVersion 1/,
    spoil: (adapter) => ({ ...adapter, network: "Fake" }),
  },
  {
    name: "keeps a date object in its capabilities",
    caughtBy: /: describes itself in plain data/,
    spoil: (adapter) => {
      const api = { version: "1", released: new Date(0) };
      return { ...adapter, capabilities: { ...adapter.capabilities, api } };
    },
  },
  {
    name: "names no text limit",
    caughtBy: /: describes itself in plain data/,
    spoil: (adapter) => ({
      ...adapter,
      capabilities: { ...adapter.capabilities, text: { limits: [], rule: "None." } },
    }),
  },
  {
    name: "says that it can edit, and has no revise",
    caughtBy: /: has exactly the optional methods/,
    spoil: (adapter) => omit(adapter, "revise"),
  },
  {
    name: "has retract, and says that it cannot delete",
    caughtBy: /: has exactly the optional methods/,
    spoil: (adapter) => ({ ...adapter, capabilities: { ...adapter.capabilities, delete: false } }),
  },
  {
    name: "says that it can pin, and has no unpin",
    caughtBy: /: has exactly the optional methods/,
    spoil: (adapter) => omit(adapter, "unpin"),
  },
  {
    name: "says that it can pin, and has no pin",
    caughtBy: /: has exactly the optional methods/,
    spoil: (adapter) => omit(adapter, "pin"),
  },
  {
    name: "has pin, and says that it cannot",
    caughtBy: /: has exactly the optional methods/,
    options: { capabilities: { pin: false } },
    spoil: (adapter) => ({ ...adapter, pin: () => Promise.resolve() }),
  },
  {
    name: "has unpin, and says that it cannot",
    caughtBy: /: has exactly the optional methods/,
    options: { capabilities: { pin: false } },
    spoil: (adapter) => ({ ...adapter, unpin: () => Promise.resolve() }),
  },
  {
    name: "does not say whether it pins",
    caughtBy: /: describes itself in plain data/,
    // What a program without types can do.
    spoil: (adapter) => Object.assign({ ...adapter }, { capabilities: omit(adapter.capabilities, "pin") }),
  },
  {
    name: "discovers that it cannot find, and has find",
    caughtBy: /: discovers capabilities of the same kind/,
    options: { discovers: { repeat: { find: "none" } } },
    spoil: (adapter) => adapter,
  },
  {
    name: "shares capabilities that can be changed between adapters",
    caughtBy: /: keeps the capabilities of two adapters apart/,
    spoil: (() => {
      let shared: Adapter["capabilities"] | undefined;
      return (adapter) => ({ ...adapter, capabilities: (shared ??= structuredClone(adapter.capabilities)) });
    })(),
  },
  {
    name: "keeps its token in a property",
    caughtBy: /: shows no secret when the adapter is printed/,
    spoil: (adapter) => ({ ...adapter, options: { token: fakeSecrets[0] } }),
  },
  {
    name: "keeps its token in a hidden property of a method",
    caughtBy: /: shows no secret when the adapter is printed/,
    spoil: (adapter) => {
      const publish: Adapter["publish"] = (draft, context) => adapter.publish(draft, context);
      Object.defineProperty(publish, "header", { value: `Bearer ${fakeSecrets[0]}`, enumerable: false });
      return { ...adapter, publish };
    },
  },
  {
    name: "counts one too many",
    caughtBy: /: counts nothing in an empty text/,
    spoil: (adapter) => ({ ...adapter, measure: (text, unit) => adapter.measure(text, unit) + 1 }),
  },
  {
    name: "counts one too many in a text that is not empty",
    caughtBy: /: counts (plain words|as the network does)/,
    spoil: (adapter) => ({ ...adapter, measure: (text, unit) => adapter.measure(text, unit) + (text ? 1 : 0) }),
  },
  {
    name: "counts differently each time",
    caughtBy: /: gives the same count again/,
    spoil: (adapter) => ({ ...adapter, measure: (text, unit) => adapter.measure(text, unit) + (seed++ % 2) }),
  },
  {
    name: "stops counting at twenty",
    caughtBy: /: never counts less when a word is added/,
    spoil: (adapter) => ({ ...adapter, measure: (text, unit) => Math.min(20, adapter.measure(text, unit)) }),
  },
  {
    name: "counts code points where the network counts graphemes",
    caughtBy: /: counts as the network does/,
    spoil: (adapter) => ({ ...adapter, measure: (text) => adapter.measure(text, "code-points") }),
  },
  {
    name: "counts a link short where the network does not",
    caughtBy: /: counts as the network does/,
    spoil: (adapter) => ({
      ...adapter,
      measure: (text, unit) => adapter.measure(text.replaceAll(/https?:\/\/\S+/g, "x".repeat(23)), unit),
    }),
  },
  {
    name: "leaves the content warning out of the count",
    caughtBy: /: counts a content warning into the text/,
    options: { capabilities: { contentWarning: "counted" } },
    spoil: (adapter) => ({
      ...adapter,
      prepare: (part, context) => adapter.prepare(omit(part, "contentWarning"), context),
    }),
  },
];
