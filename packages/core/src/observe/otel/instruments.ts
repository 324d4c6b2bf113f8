import type { Meter, ObservableCallback } from "@opentelemetry/api";

import type { CarecastEvents, ChannelFact, DeliveryFact, QuorumFact, RetryFact } from "../../events.ts";
import { hasEnded, type Followed } from "./follow-deliveries.ts";

/** The figures. Channels name only what there is one of a channel: a thousand of them would be too many series. */
export interface Instruments {
  countStep(fact: DeliveryFact): void;
  countRetry(fact: RetryFact, followed: Followed | undefined): void;
  timeEnd(followed: Followed): void;
  stop(): void;
}

/** Seconds: from one that is sent at once to one that is scheduled for tomorrow. */
const durationBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21_600, 86_400];

export function createInstruments(meter: Meter, events: CarecastEvents, begun: () => Iterable<Followed>): Instruments {
  const deliveries = meter.createCounter("carecast.deliveries", {
    description: "Deliveries that came into a state.",
    unit: "{delivery}",
  });
  const retries = meter.createCounter("carecast.delivery.retries", {
    description: "Waits before a delivery was tried again.",
    unit: "{retry}",
  });
  const duration = meter.createHistogram("carecast.delivery.duration", {
    description: "Time of a delivery from queued to its end.",
    unit: "s",
    advice: { explicitBucketBoundaries: durationBuckets },
  });
  const networks = new Set<string>();
  const stopUnknown = watchUnknown(meter, networks, begun);
  const stopPauses = watchPauses(meter, events);
  const stopQuorums = countQuorums(meter, events);
  return {
    countStep({ network, state }) {
      networks.add(network);
      deliveries.add(1, { "messaging.system": network, "carecast.delivery.state": state });
    },
    countRetry({ error }, followed) {
      retries.add(1, { "error.type": error.code, ...(followed && { "messaging.system": followed.last.network }) });
    },
    timeEnd({ first, last }) {
      // Of what an earlier process journaled the beginning is unknown.
      if (!hasEnded(last) || (first.state !== "queued" && first.state !== "held")) return;
      const attributes = { "messaging.system": last.network, "carecast.delivery.state": last.state };
      duration.record(Math.max(0, last.at - first.at) / 1000, attributes);
    },
    stop() {
      stopUnknown();
      stopPauses();
      stopQuorums();
    },
  };
}

function watchUnknown(meter: Meter, networks: ReadonlySet<string>, begun: () => Iterable<Followed>): () => void {
  const gauge = meter.createObservableGauge("carecast.deliveries.unknown", {
    description: "Deliveries that this process saw become unknown, and that nothing has settled.",
    unit: "{delivery}",
  });
  const observe: ObservableCallback = (result) => {
    const counts = new Map(Array.from(networks, (network) => [network, 0]));
    for (const { last } of begun())
      if (last.state === "unknown") counts.set(last.network, (counts.get(last.network) ?? 0) + 1);
    for (const [network, count] of counts) result.observe(count, { "messaging.system": network });
  };
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}

function watchPauses(meter: Meter, events: CarecastEvents): () => void {
  const gauge = meter.createObservableGauge("carecast.channel.paused", {
    description: "1 while routine posts of a channel wait because it failed too often in a row, 0 afterwards.",
  });
  const channels = new Map<string, number>();
  const onPause = ({ channel }: ChannelFact): void => void channels.set(channel, 1);
  const onResume = ({ channel }: ChannelFact): void => void channels.set(channel, 0);
  const observe: ObservableCallback = (result) => {
    for (const [channel, paused] of channels) result.observe(paused, { "messaging.destination.name": channel });
  };
  events.on("channel-paused", onPause);
  events.on("channel-resumed", onResume);
  gauge.addCallback(observe);
  return () => {
    events.off("channel-paused", onPause);
    events.off("channel-resumed", onResume);
    gauge.removeCallback(observe);
  };
}

function countQuorums(meter: Meter, events: CarecastEvents): () => void {
  const quorums = meter.createCounter("carecast.quorums", {
    description: "Publications that enough channels had in time, or too few.",
    unit: "{publication}",
  });
  const count =
    (result: "met" | "missed") =>
    (_: QuorumFact): void =>
      quorums.add(1, { "carecast.quorum.result": result });
  const [onMet, onMissed] = [count("met"), count("missed")];
  events.on("quorum-met", onMet);
  events.on("quorum-missed", onMissed);
  return () => {
    events.off("quorum-met", onMet);
    events.off("quorum-missed", onMissed);
  };
}
