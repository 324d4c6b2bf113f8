import type { DeliveryIndex } from "./delivery-index.ts";
import { withoutReadonly, type Entry } from "./entry.ts";

/** Takes the content of what has ended before `before` away, and hands back which of the publications lost some. */
export function purgeDeliveries(
  index: DeliveryIndex,
  publicationIds: Iterable<string>,
  before: number,
  at: number,
): string[] {
  return [...publicationIds].filter((publicationId) => {
    const entries = index.select({ publicationId });
    const hasContent = entries.some(({ record }) => record.purgedAt === undefined);
    const isOver = index.isFinished(publicationId) && entries.every(({ record }) => record.updatedAt < before);
    if (!isOver || !hasContent) return false;
    for (const entry of entries) purgeEntry(entry, at);
    return true;
  });
}

function purgeEntry(entry: Entry, at: number): void {
  const record = withoutReadonly(entry);
  record.part = { text: "", audience: record.part.audience, media: [] };
  record.purgedAt ??= at;
  delete record.draft;
}
