import type { DeliveryRecord, PublicationRecord, StoredPart } from "../ledger/records.ts";
import type { ChannelPlan, PlannedPart } from "../plan/plan.ts";
import type { Outgoing, OutgoingMedia, OutgoingPart, OutgoingThread } from "../safeguards/safeguard.ts";

/** A thread as it was planned and loaded, before anything is journaled. */
export function plannedThread(
  { channel, network, language, parts: planned }: ChannelPlan,
  parts: readonly StoredPart[],
  answers: string | undefined,
): OutgoingThread {
  return {
    channel,
    network,
    ...(language !== undefined && { language }),
    ...(answers !== undefined && { answers }),
    parts: parts.map((part, index) => nameFiles(part, planned[index])),
  };
}

/** A thread as the ledger holds it, before it is sent. */
export function storedOutgoing(publication: PublicationRecord, records: readonly DeliveryRecord[]): Outgoing {
  const [first] = records;
  const { id, kind, priority, safety = {}, replyTo } = publication;
  const answers = replyTo?.[first?.channel ?? ""]?.parent.id;
  const thread: OutgoingThread = {
    channel: first?.channel ?? "",
    network: first?.network ?? "",
    ...(first?.language !== undefined && { language: first.language }),
    ...(answers !== undefined && { answers }),
    parts: records.map(({ part }) => part),
  };
  return { publicationId: id, kind, priority, safety, isReply: answers !== undefined, threads: [thread] };
}

/** A `File` brings its name along. Networks never get it, but whoever chose it may have written a patient's name. */
function nameFiles(part: StoredPart, planned: PlannedPart | undefined): OutgoingPart {
  if (part.media.length === 0) return part;
  const media = part.media.map((item, index): OutgoingMedia => {
    const bytes = planned?.media[index]?.bytes;
    const isFile = bytes instanceof Blob && "name" in bytes && typeof bytes.name === "string";
    return isFile ? { ...item, fileName: String(bytes.name) } : item;
  });
  return { ...part, media };
}
