import { PlatformError } from "@carecast/adapter";
import type { Mutant } from "./mutant.ts";

const network = "fake";
const refusal = (message: string): Promise<never> => Promise.reject(new PlatformError(message, { network }));

export const pinMutants: readonly Mutant[] = [
  {
    name: "pins nothing",
    caughtBy: /: (pins a post|leaves another post pinned when|pins and unpins again)/,
    spoil: (adapter) => ({ ...adapter, pin: () => Promise.resolve() }),
  },
  {
    name: "pins every post",
    caughtBy: /: pins a post/,
    spoil: (adapter) => ({
      ...adapter,
      pin: async (_ref, context) => {
        for (const { id } of adapter.posts) await adapter.pin?.({ id }, context);
      },
    }),
  },
  {
    name: "fails on a post that is pinned already",
    caughtBy: /: (pins a post|pins and unpins again)/,
    spoil: (adapter) => ({
      ...adapter,
      pin: (ref, context) =>
        adapter.pinned.includes(ref.id) ? refusal("It is pinned already.") : adapter.pin!(ref, context),
    }),
  },
  {
    name: "takes a pin away when it comes again",
    caughtBy: /: (pins a post|pins and unpins again)/,
    spoil: (adapter) => ({
      ...adapter,
      pin: (ref, context) =>
        adapter.pinned.includes(ref.id) ? adapter.unpin!(ref, context) : adapter.pin!(ref, context),
    }),
  },
  {
    name: "unpins nothing",
    caughtBy: /: (unpins a post, also|pins and unpins again)/,
    spoil: (adapter) => ({ ...adapter, unpin: () => Promise.resolve() }),
  },
  {
    name: "unpins by removing the post",
    caughtBy: /: unpins a post, also/,
    spoil: (adapter) => ({ ...adapter, unpin: (ref, context) => adapter.retract!(ref, context) }),
  },
  {
    name: "unpins whatever is pinned",
    caughtBy: /: leaves another post pinned when/,
    spoil: (adapter) => ({
      ...adapter,
      unpin: async (_ref, context) => {
        for (const id of [...adapter.pinned]) await adapter.unpin?.({ id }, context);
      },
    }),
  },
  {
    name: "fails on a post that is not pinned",
    caughtBy: /: (unpins a post|leaves another post pinned when)/,
    spoil: (adapter) => ({
      ...adapter,
      unpin: (ref, context) =>
        adapter.pinned.includes(ref.id) ? adapter.unpin!(ref, context) : refusal("It is not pinned."),
    }),
  },
  {
    name: "calls a post pinned that is gone",
    caughtBy: /: does not call a post that is gone pinned/,
    spoil: (adapter) => ({ ...adapter, pin: (ref, context) => adapter.pin!(ref, context).catch(() => undefined) }),
  },
  {
    name: "gives up the other pin for a post that is gone",
    caughtBy: /: does not call a post that is gone pinned, and leaves another/,
    spoil: (adapter) => ({
      ...adapter,
      pin: async (ref, context) => {
        for (const id of [...adapter.pinned]) await adapter.unpin?.({ id }, context);
        await adapter.pin?.(ref, context);
      },
    }),
  },
];
