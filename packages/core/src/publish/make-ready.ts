import { UnsupportedError } from "@carecast/adapter";

import type { AlertOptions } from "../alerts/alert-post.ts";
import { pickChannels, type Channel } from "../channels.ts";
import { plannedThread } from "../guard/to-outgoing.ts";
import type { SafetyRecord } from "../ledger/records.ts";
import type { ChannelPlan, Plan } from "../plan/plan.ts";
import { planPost } from "../plan/plan-post.ts";
import { refuseUnknownVariants } from "../plan/select-targets.ts";
import type { Outgoing } from "../safeguards/safeguard.ts";
import { loadParts, type LoadedParts } from "./load-parts.ts";
import { makeContext, type Machine } from "./machine.ts";
import type { PlanRequest, PublishOptions } from "./publish-options.ts";
import { readPolicy, type Policy } from "./read-policy.ts";
import { refuseUnfit } from "./refuse-unfit.ts";
import { laneOf } from "./run.ts";
import { readContent, type Content, type ReadContent } from "./to-post.ts";

/** A publication that is checked, planned and loaded. Nothing has left the machine, and the ledger knows nothing of it. */
export interface Ready<Name extends string> {
  readonly content: ReadContent;
  readonly policy: Policy;
  readonly plan: Plan<Name>;
  readonly fitting: readonly ChannelPlan<Name>[];
  readonly unfit: readonly ChannelPlan<Name>[];
  readonly loaded: LoadedParts;
  readonly safety: SafetyRecord | undefined;
}

/**
 * Reads limits that are not known yet, plans, and loads the media.
 *
 * @throws InvalidPostError when the content is wrong, or does not fit a channel that may not be skipped.
 * @throws UnsupportedError for an answer on a network that has none.
 * @throws ConfigError for options that contradict each other.
 */
export async function makeReady<Name extends string>(
  machine: Machine<Name>,
  given: Content,
  options: PublishOptions<Name>,
  alerts: AlertOptions,
): Promise<Ready<Name>> {
  const { signal } = options;
  const content = readContent(given, alerts);
  const channels = pickChannels(machine.channels, options.channels);
  const names = channels.map(({ name }) => name);
  refuseUnanswerable(channels, options.replyTo);
  const now = machine.clock.now();
  const policy = await readPolicy(options, names, content.notAfter, now);
  const unread = channels.filter((channel) => channel.isUnread(now));
  await Promise.all(
    unread.map((channel) => channel.refresh(makeContext(machine, channel, laneOf(content.post), signal))),
  );
  signal?.throwIfAborted();
  const plan = planContent(machine, content, options);
  const fitting = plan.targets.filter(isFitting);
  const unfit = plan.targets.filter((target) => !isFitting(target));
  if (unfit.length > 0 && (options.whenUnfit !== "skip" || fitting.length === 0)) throw refuseUnfit(unfit);
  const loaded = await loadParts(fitting, machine.channels, { clock: machine.clock, signal });
  return { content, policy, plan, fitting, unfit, loaded, safety: readSafety(options) };
}

export function planContent<Name extends string>(
  { channels }: Machine<Name>,
  { post, overflow }: ReadContent,
  options: PlanRequest<Name>,
): Plan<Name> {
  refuseUnknownVariants(post, channels);
  return planPost(post, pickChannels(channels, options.channels), {
    overflow: options.overflow ?? overflow,
    numbering: options.numbering ?? false,
  });
}

/** What the safeguards are asked about. */
export function readyOutgoing<Name extends string>(
  publicationId: string,
  { content, fitting, loaded, safety = {} }: Ready<Name>,
  replyTo: PublishOptions["replyTo"] = {},
): Outgoing {
  const { post, kind } = content;
  const threads = fitting.map((target, index) => {
    const answered = replyTo[target.channel];
    const answers = answered && ("parent" in answered ? answered.parent.id : answered.id);
    return plannedThread(target, loaded.parts[index] ?? [], answers);
  });
  const isReply = threads.some(({ answers }) => answers !== undefined);
  return { publicationId, kind, priority: post.priority ?? "routine", isReply, safety, threads };
}

/** What a network takes for a post of its own would stand alone in public. */
function refuseUnanswerable<Name extends string>(
  channels: readonly Channel<Name>[],
  replyTo: PublishOptions<Name>["replyTo"],
): void {
  if (!replyTo) return;
  const mute = channels.find(({ name, capabilities: { replies, threads } }) => replyTo[name] && !replies && !threads);
  if (!mute) return;
  const path = `replyTo.${mute.name}`;
  throw new UnsupportedError(`${path}: ${mute.adapter.network} has no answers. Leave the channel out.`, {
    path,
    channel: mute.name,
    network: mute.adapter.network,
  });
}

function readSafety({ approval, consents, purpose, override }: PublishOptions): SafetyRecord | undefined {
  if (approval === undefined && !consents && purpose === undefined && !override) return undefined;
  return {
    ...(approval !== undefined && { approval }),
    ...(consents && { consents }),
    ...(purpose !== undefined && { purpose }),
    ...(override && { overridden: override.rules }),
  };
}

function isFitting({ violations }: ChannelPlan): boolean {
  return violations.length === 0;
}
