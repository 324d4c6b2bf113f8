import type { Carecast } from "@carecast/core";

import type { Where } from "./publish-approved.ts";

const carriedStates: ReadonlySet<string> = new Set(["delivered", "accepted", "unknown"]);

/**
 * The channels that carry a publication, or may carry it because its outcome is not known, and the post on each that whatever
 * follows it answers.
 */
export async function findCarriers(care: Carecast, publicationId: string): Promise<Required<Where>> {
  const deliveries = await care.deliveries({ publicationId });
  const carried = deliveries.filter(({ index, state }) => index === 0 && carriedStates.has(state));
  return {
    channels: carried.map(({ channel }) => channel),
    replyTo: Object.fromEntries(carried.flatMap(({ channel, receipt }) => (receipt ? [[channel, receipt]] : []))),
  };
}
