import type { DeliveryState } from "../../ledger/records.ts";
import type { DeliveryReport } from "../../publish/report.ts";
import type { StoredMessage } from "./chain-documents.ts";
import type { Desk } from "./desk.ts";

/** What readers of one channel got of one message in one language, or may get. */
export interface Thread<Name extends string = string> {
  readonly publicationId: string;
  readonly channel: Name;
  readonly language?: string;
  readonly deliveries: readonly DeliveryReport<Name>[];
}

/** The threads of these messages as they are now. A message that was never journaled has none. */
export async function readThreads<Name extends string>(
  { care }: Desk<Name>,
  messages: readonly Pick<StoredMessage, "publicationId">[],
): Promise<readonly Thread<Name>[]> {
  const reports = await Promise.all(messages.map(({ publicationId }) => care.deliveries({ publicationId })));
  const threads = Map.groupBy(reports.flat(), ({ publicationId, channel, language }) =>
    [publicationId, channel, language].join(" "),
  );
  return [...threads.values()].flatMap((deliveries) => {
    const [first] = deliveries;
    if (!first) return [];
    const { publicationId, channel, language } = first;
    return [{ publicationId, channel, deliveries, ...(language !== undefined && { language }) }];
  });
}

/** Whether a reader can see it: its first part is there. */
export function isLive({ deliveries: [first] }: Thread): boolean {
  return first !== undefined && isThere(first);
}

/** Whether a reader sees it, may see it, or will. */
export function mayReach({ deliveries }: Thread): boolean {
  return deliveries.some((delivery) => isThere(delivery) || isUndecided(delivery.state));
}

/** Whether something of it could still be sent. */
export function isUndecided(state: DeliveryState): boolean {
  return state === "unknown" || state === "sending" || state === "queued" || state === "held" || state === "preparing";
}

function isThere({ state, retractedAt }: DeliveryReport): boolean {
  return (state === "delivered" || state === "accepted") && retractedAt === undefined;
}
