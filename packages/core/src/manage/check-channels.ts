import { isCarecastError, type CallContext, type CheckResult } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import { foresee } from "./foresee.ts";

/**
 * Whether the channels are ready, one row a channel. Plain JSON, for monitors; `formatCheckReport` makes a table for
 * people of it.
 */
export interface CheckReport<Name extends string = string> {
  /** Whether every channel is ready. */
  readonly ready: boolean;
  readonly channels: readonly ChannelCheck<Name>[];
}

/** Whether one channel is ready, and until when. */
export interface ChannelCheck<Name extends string = string> extends CheckResult {
  readonly channel: Name;
  readonly network: string;
  /** The version of the network's interface and the day it ends, where the network names one. */
  readonly api: { readonly version: string; readonly sunset?: string };
  /** `documented`: the network's published limits. `live`: read from the account's own server. */
  readonly limits: "documented" | "live";
}

/** Asks every channel at once. Never throws for a channel that is not ready: that is what it reports. */
export async function checkChannels<Name extends string>(
  channels: readonly Channel<Name>[],
  contextOf: (channel: Channel<Name>) => CallContext,
): Promise<CheckReport<Name>> {
  const checks = await Promise.all(channels.map((channel) => checkChannel(channel, contextOf(channel))));
  return { ready: checks.every(({ ready }) => ready), channels: checks };
}

async function checkChannel<Name extends string>(
  channel: Channel<Name>,
  context: CallContext,
): Promise<ChannelCheck<Name>> {
  const [result] = await Promise.all([askAdapter(channel, context), channel.refresh(context)]);
  context.signal?.throwIfAborted();
  const { adapter, capabilities, live, name } = channel;
  const problems = [...result.problems, ...foresee(result, capabilities.api, live, context.clock.now())];
  return {
    ...result,
    ready: result.ready && problems.every(({ level }) => level !== "stop"),
    problems,
    channel: name,
    network: adapter.network,
    api: capabilities.api,
    limits: live ? "live" : "documented",
  };
}

async function askAdapter({ adapter }: Channel, context: CallContext): Promise<CheckResult> {
  if (!adapter.check)
    return { ready: true, problems: [{ level: "warn", message: "This adapter cannot check its account." }] };
  try {
    return await adapter.check(context);
  } catch (error) {
    if (context.signal?.aborted) throw context.signal.reason;
    const message = isCarecastError(error) ? error.message : "The adapter failed. Its details are withheld.";
    return { ready: false, problems: [{ level: "stop", message }] };
  }
}
