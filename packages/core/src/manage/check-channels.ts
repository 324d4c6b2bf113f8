import { isCarecastError, type CallContext, type CheckProblem, type CheckResult } from "@carecast/adapter";

import type { Channel } from "../channels.ts";

/** Whether the channels are ready, one row a channel: a table for people, JSON for monitors. */
export interface CheckReport<Name extends string = string> {
  readonly ready: boolean;
  readonly channels: readonly ChannelCheck<Name>[];
}

/** Whether one channel is ready, and until when. */
export interface ChannelCheck<Name extends string = string> extends CheckResult {
  readonly channel: Name;
  readonly network: string;
  /** The version of the network's interface and the day it ends, where the network names one. */
  readonly api: { readonly version: string; readonly sunset?: string };
}

/** Milliseconds before its end at which a credential or an interface is worth a warning: 14 days. */
const soonMs = 14 * 24 * 60 * 60 * 1000;

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
  const { api } = channel.capabilities;
  const problems = [
    ...result.problems,
    ...warnOfEnd("The credential", result.expiresAt, "Renew it.", context),
    ...warnOfEnd("This version of the network's interface", api.sunset, "Update the adapter.", context),
  ];
  return { ...result, problems, channel: channel.name, network: channel.adapter.network, api };
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

function warnOfEnd(what: string, end: string | undefined, remedy: string, { clock }: CallContext): CheckProblem[] {
  if (end === undefined || Date.parse(end) - clock.now() > soonMs) return [];
  return [{ level: "warn", message: `${what} ends on ${end.slice(0, 10)}. ${remedy}` }];
}
