import type { CarecastEvents, DeliveryFact, DeliveryState } from "@carecast/core";
import { createLogUpdate } from "log-update";
import colors from "picocolors";

/** A stream that may be a terminal. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

const states = [
  "queued",
  "preparing",
  "sending",
  "delivered",
  "accepted",
  "rejected",
  "unknown",
  "expired",
  "cancelled",
  "skipped",
] as const satisfies readonly DeliveryState[];

const marks: Partial<Record<DeliveryState, string>> = {
  delivered: colors.green("✓"),
  accepted: colors.green("✓"),
  rejected: colors.red("✗"),
  expired: colors.red("✗"),
  cancelled: colors.red("✗"),
  unknown: colors.yellow("?"),
};

/**
 * One line a channel that changes as its deliveries do. Where `stream` is not a terminal, one line a change.
 *
 * @returns a function that leaves the last lines standing.
 */
export function showProgress(events: CarecastEvents, stream: Output): () => void {
  const lines = new Map<string, string>();
  const live = stream.isTTY ? createLogUpdate(stream) : undefined;
  const show = (fact: DeliveryFact): void => {
    const language = fact.deliveryId.split(".").at(-2) ?? "";
    const part = fact.count > 1 ? ` ${fact.index + 1}/${fact.count}` : "";
    const line = `${marks[fact.state] ?? "·"} ${fact.channel} ${language}${part}  ${fact.state}  ${fact.url ?? fact.error?.message ?? ""}`;
    if (!live) return void stream.write(`${line.trimEnd()}\n`);
    lines.set(fact.deliveryId, line);
    live([...lines.values()].join("\n"));
  };
  for (const state of states) events.on(`delivery-${state}`, show);
  return () => {
    for (const state of states) events.off(`delivery-${state}`, show);
    live?.done();
  };
}
