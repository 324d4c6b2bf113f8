import { type Json, PlatformError, type TokenStore } from "@carecast/adapter";
import type { Spoil } from "../fake-harness.ts";
import type { Mutant } from "./mutant.ts";

const network = "fake";
/** What the types would refuse. */
const disguise = (value: unknown): Json => value as Json;
const refusal = (): PlatformError => new PlatformError("No.", { network });

/** Has every `prepare` ask for tokens first: each adapter in a way of its own that `begin` makes. */
function askingFirst(begin: () => (tokens: TokenStore) => Promise<unknown>): Spoil {
  return (adapter) => {
    const ask = begin();
    return {
      ...adapter,
      prepare: async (part, context) => {
        if (context.tokens) await ask(context.tokens);
        return adapter.prepare(part, context);
      },
    };
  };
}

/** Gives up for good after the first failure of a kind. */
function givingUp(begin: () => (tokens: TokenStore) => Promise<unknown>): Spoil {
  return askingFirst(() => {
    const ask = begin();
    let hasFailed = false;
    return async (tokens) => {
      if (hasFailed) throw refusal();
      await ask(tokens).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    };
  });
}

export const tokenMutants: readonly Mutant[] = [
  {
    name: "cannot do with a token store",
    caughtBy: /^kept tokens: publishes /,
    spoil: askingFirst(() => () => Promise.reject(refusal())),
  },
  {
    name: "does not know what an earlier process has stored",
    caughtBy: /: publishes with a token store, and so does the next process/,
    spoil: askingFirst(() => {
      let own = false;
      return async (tokens) => {
        if (!own && (await tokens.read()) !== undefined) throw refusal();
        own = true;
        await tokens.renew(async () => "token");
      };
    }),
  },
  {
    name: "stores a date",
    caughtBy: /: puts nothing but JSON into a token store/,
    spoil: askingFirst(() => (tokens) => tokens.renew(async () => disguise({ until: new Date(0) }))),
  },
  {
    name: "stores a key without a value",
    caughtBy: /: puts nothing but JSON into a token store/,
    spoil: askingFirst(() => (tokens) => tokens.renew(async () => disguise({ until: undefined }))),
  },
  {
    name: "remembers for ever that its tokens could not be had",
    caughtBy: /: publishes (as soon as its tokens can be had|again after a renewal)/,
    spoil: givingUp(() => (tokens) => tokens.renew(async () => "token")),
  },
  {
    name: "wraps the failure of a renewal",
    caughtBy: /: publishes (as soon as its tokens can be had|again after a renewal)/,
    spoil: askingFirst(() => async (tokens) => {
      try {
        await tokens.renew(async () => "token");
      } catch (error) {
        throw new Error("renewing", { cause: error });
      }
    }),
  },
];
