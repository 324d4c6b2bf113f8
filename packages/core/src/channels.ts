import {
  ConfigError,
  type Adapter,
  type CallContext,
  type Capabilities,
  type LanguageTag,
  type RateBudget,
  type RateState,
  type TokenStore,
} from "@carecast/adapter";

import { createPace, type Pace, type PaceOptions } from "./pace/pace.ts";

/** A channel of an application: an adapter, or an adapter with what this application uses it for. */
export type ChannelInput = Adapter | ChannelSettings;

/** A channel with more to say about it than its adapter. */
export interface ChannelSettings {
  readonly adapter: Adapter;
  /** The languages of this channel. Each post goes out once in each; left out, in the post's own language. */
  readonly languages?: readonly LanguageTag[];
  /**
   * The budgets of this account, where they differ from what the network documents: a server of your own, a paid tier.
   * `[]` for none. What the network says in its answers wins in any case.
   */
  readonly rates?: readonly RateBudget[];
  /** Whether exercises may go there: a test account, or one whose followers were told. Default `false`. */
  readonly exercises?: boolean;
}

/** How long the limits that an account's server told are believed. */
const limitsLifetimeMs = 24 * 60 * 60 * 1000;

/** A channel as core holds it. */
export interface Channel<Name extends string = string> {
  readonly name: Name;
  readonly adapter: Adapter;
  readonly languages?: readonly LanguageTag[];
  readonly exercises: boolean;
  /** The best known limits: documented ones until the server told its own. */
  readonly capabilities: Capabilities;
  readonly live: boolean;
  /** When this channel may send. */
  readonly pace: Pace;
  /** What adapters are given to tell what rate headers said. */
  readonly tellRate: (rate: RateState) => void;
  readonly tokens?: TokenStore;
  /** Whether the limits are unknown, or a day old. */
  isUnread(now: number): boolean;
  /** Reads the limits if they are unread. Never throws: planning then keeps what it knows. */
  refresh(context: CallContext): Promise<void>;
}

/** What the hub adds to a channel. */
export interface ChannelTools extends Pick<PaceOptions, "reserve" | "random" | "onCircuit"> {
  readonly now: () => number;
  readonly tokens?: TokenStore;
}

export function createChannel<Name extends string>(
  name: Name,
  input: ChannelInput,
  { now, tokens, ...paceOptions }: ChannelTools,
): Channel<Name> {
  const settings: ChannelSettings = "adapter" in input ? input : { adapter: input };
  const { adapter, languages, rates, exercises = false } = settings;
  if (adapter.specVersion !== 1)
    throw new ConfigError(
      `channels.${name}: this adapter follows version ${String(adapter.specVersion)} of the contract, and this core knows version 1. Install versions that fit each other.`,
      { path: `channels.${name}` },
    );
  let capabilities = adapter.capabilities;
  let readAt: number | undefined;
  let reading: Promise<void> | undefined;

  const read = async (context: CallContext): Promise<void> => {
    try {
      capabilities = (await adapter.discover?.(context)) ?? capabilities;
      readAt = context.clock.now();
    } catch {
      // An alert must not wait for a limit: the network itself refuses what is really too long.
    } finally {
      reading = undefined;
    }
  };

  const isUnread = (at: number): boolean =>
    adapter.discover !== undefined && (readAt === undefined || at - readAt >= limitsLifetimeMs);

  const pace = createPace({ ...paceOptions, rates: () => rates ?? capabilities.rates });

  return {
    name,
    adapter,
    exercises,
    pace,
    tellRate: (rate) => pace.observe(rate, now()),
    ...(tokens && { tokens }),
    ...(languages && { languages }),
    get capabilities() {
      return capabilities;
    },
    get live() {
      return readAt !== undefined || !adapter.discover;
    },
    isUnread,
    async refresh(context) {
      if (isUnread(context.clock.now())) await (reading ??= read(context));
    },
  };
}

/**
 * The channels of these names; all when none are given.
 *
 * @throws ConfigError naming the place of a name that does not exist.
 */
export function pickChannels<Name extends string>(
  channels: ReadonlyMap<string, Channel<Name>>,
  names?: readonly string[],
): readonly Channel<Name>[] {
  if (!names) return [...channels.values()];
  return names.map((name, index) => {
    const channel = channels.get(name);
    if (channel) return channel;
    const known = [...channels.keys()].join(", ");
    throw new ConfigError(`channels[${index}]: there is no such channel. The channels are ${known}.`, {
      path: `channels[${index}]`,
    });
  });
}
