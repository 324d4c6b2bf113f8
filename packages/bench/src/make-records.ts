import type { DeliveryRecord, PublicationRecord } from "@carecast/core";

import { text } from "./open-hub.ts";

/** One post on one channel as core journals it. `dueAt` in milliseconds since the epoch. */
export function makeRecords(id: string, channel: string, dueAt: number): readonly [PublicationRecord, DeliveryRecord] {
  return [
    { id, createdAt: dueAt, priority: "routine", kind: "post", fingerprint: "" },
    {
      id: `${id}.${channel}.0`,
      publicationId: id,
      channel,
      network: "instant",
      language: "en",
      index: 0,
      count: 1,
      part: { text, audience: "public", language: "en", media: [] },
      state: "queued",
      dueAt,
      attempts: 0,
      updatedAt: dueAt,
    },
  ];
}
