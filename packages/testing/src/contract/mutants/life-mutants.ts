import { type Adapter, PlatformError } from "@carecast/adapter";
import { fakeSecrets } from "../fake-harness.ts";
import { changingCalls, changingError, type Mutant } from "./mutant.ts";

const network = "fake";

export const abortMutants: readonly Mutant[] = [
  {
    name: "ignores the signal",
    caughtBy: /^unwrapped aborts: throws the signal's own reason (when it was|at once when it is aborted while)/,
    spoil: changingCalls((call, given) => call(given.with(-1, { ...Object(given.at(-1)), signal: undefined }))),
  },
  {
    name: "wraps the reason of the signal",
    caughtBy: /^unwrapped aborts: /,
    spoil: changingError((reason) => new Error("aborted", { cause: reason })),
  },
];

export const changeMutants: readonly Mutant[] = [
  {
    name: "revises by publishing a second post",
    caughtBy: /: revises a post/,
    spoil: (adapter) => ({
      ...adapter,
      revise: (_ref, draft, context) => adapter.publish(draft, { ...context, key: "revision" }),
    }),
  },
  {
    name: "revises nothing",
    caughtBy: /: revises a post/,
    spoil: (adapter) => ({
      ...adapter,
      revise: async ({ id }) => ({ id, state: "delivered", at: "2026-01-01T00:00:00Z" }),
    }),
  },
  {
    name: "retracts nothing",
    caughtBy: /: (retracts|counts a post that is gone)/,
    spoil: (adapter) => ({ ...adapter, retract: async () => undefined }),
  },
  {
    name: "retracts everything",
    caughtBy: /: retracts one post and leaves the others/,
    spoil: (adapter) => ({
      ...adapter,
      retract: async (_ref, context) => {
        for (const { id } of [...adapter.posts]) await adapter.retract?.({ id }, context);
      },
    }),
  },
  {
    name: "fails on a post that is gone",
    caughtBy: /: (counts a post that is gone as retracted|retracts again when the answer was lost)/,
    spoil: (adapter) => ({
      ...adapter,
      retract: async (ref, context) => {
        if (!adapter.posts.some(({ id }) => id === ref.id)) throw new PlatformError("No such post.", { network });
        await adapter.retract?.(ref, context);
      },
    }),
  },
];

export const accountMutants: readonly Mutant[] = [
  {
    name: "writes the handle with its sign",
    caughtBy: /: reads the figures of its own account/,
    spoil: (adapter) => ({ ...adapter, profile: async () => ({ id: "1", handle: "@account" }) }),
  },
  {
    name: "answers a figure that it does not know as not-a-number",
    caughtBy: /: reads the figures of its own account/,
    spoil: (adapter) => ({ ...adapter, profile: async () => ({ id: "1", handle: "account", followers: Number.NaN }) }),
  },
  {
    name: "reads the oldest posts first",
    caughtBy: /: reads its own newest posts/,
    spoil: (adapter) => ({
      ...adapter,
      recentPosts: async (handle, limit, context) =>
        ((await adapter.recentPosts?.(handle, limit, context)) ?? []).toReversed(),
    }),
  },
  {
    name: "reads more posts than asked for",
    caughtBy: /: reads its own newest posts/,
    spoil: (adapter) => ({
      ...adapter,
      recentPosts: async (handle, _limit, context) => (await adapter.recentPosts?.(handle, 100, context)) ?? [],
    }),
  },
  {
    name: "is never ready",
    caughtBy: /: calls an account with a good credential ready/,
    spoil: (adapter) => ({ ...adapter, check: async () => ({ ready: false, problems: [] }) }),
  },
  {
    name: "is always ready",
    caughtBy: /: calls an account with a wrong credential not ready/,
    spoil: (adapter) => ({ ...adapter, check: async () => ({ ready: true, problems: [] }) }),
  },
  {
    name: "throws when the credential is wrong",
    caughtBy: /: calls an account with a wrong credential not ready/,
    spoil: (adapter, variant): Adapter => ({
      ...adapter,
      check: (context) =>
        variant === "working" ? adapter.check!(context) : Promise.reject(new PlatformError("No.", { network })),
    }),
  },
  {
    name: "prints the wrong credential in the problem",
    caughtBy: /: calls an account with a wrong credential not ready/,
    spoil: (adapter) => ({
      ...adapter,
      check: async () => ({ ready: false, problems: [{ level: "stop", message: `Wrong: ${fakeSecrets[0]}` }] }),
    }),
  },
];
