import { ConfigError } from "@carecast/adapter";

import type { Ledger } from "../ledger/ledger.ts";
import type { DeliveryRecord, PublicationRecord } from "../ledger/records.ts";
import { isDone } from "../publish/report.ts";

/**
 * What readers of a publication can see now, by channel and language, each thread in its order.
 *
 * @throws ConfigError when the ledger does not know the publication.
 */
export async function findLiveThreads(
  ledger: Ledger,
  publicationId: string,
  channels: readonly string[],
): Promise<readonly (readonly DeliveryRecord[])[]> {
  await refuseUnknownId(ledger, publicationId);
  const records = await ledger.deliveries({ publicationId });
  const live = records.filter(
    (record) =>
      channels.includes(record.channel) &&
      isDone(record.state) &&
      record.receipt !== undefined &&
      record.retractedAt === undefined,
  );
  return [...Map.groupBy(live, ({ channel, language }) => `${channel} ${language ?? ""}`).values()];
}

/** @throws ConfigError when the ledger does not know the publication. */
export async function refuseUnknownId(ledger: Ledger, publicationId: string): Promise<PublicationRecord> {
  const publication = await ledger.publication(publicationId);
  if (publication) return publication;
  throw new ConfigError("id: the ledger knows no publication with this id. Take it from a report.", { path: "id" });
}
