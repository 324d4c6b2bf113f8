import type { OldPost, OldPostOutcome } from "./alert-report.ts";
import type { StoredMessage } from "./chain-documents.ts";
import { threadName } from "./change-old.ts";
import { isLive, mayReach, type Thread } from "./old-threads.ts";
import type { PinFailure } from "./pins.ts";
import type { Unpointed } from "./point-to-new.ts";

/** What is known of the steps that were taken. */
export interface Taken {
  readonly edited: readonly string[];
  /** Left out where nothing was to be put under them. */
  readonly unpointed?: Unpointed;
  readonly stillPinned: readonly PinFailure[];
  readonly older: readonly StoredMessage[];
}

/** What became of every old post; one that never was on its channel has become nothing. */
export function reportOldPosts<Name extends string>(
  threads: readonly Thread<Name>[],
  taken: Taken,
): readonly OldPost<Name>[] {
  return threads.flatMap((thread) => {
    const { publicationId, channel, language } = thread;
    const outcomes = listOutcomes(thread, taken);
    if (outcomes.length === 0 && !mayReach(thread)) return [];
    const why = explain(thread, taken);
    return [
      {
        channel,
        publicationId,
        ...(language !== undefined && { language }),
        outcomes: outcomes.length > 0 ? outcomes : ["left" as const],
        ...(why !== "" && { why }),
      },
    ];
  });
}

function listOutcomes(thread: Thread, { edited, unpointed, stillPinned, older }: Taken): readonly OldPostOutcome[] {
  const name = threadName(thread);
  const { deliveries, publicationId } = thread;
  const gone = deliveries.filter(({ retractedAt }) => retractedAt !== undefined);
  const outcomes: OldPostOutcome[] = [];
  if (isLive(thread) && edited.includes(name)) outcomes.push("edited");
  else if (isLive(thread) && unpointed && !unpointed.has(name)) outcomes.push("replied");
  if (gone.some(({ state }) => state === "cancelled")) outcomes.push("called-off");
  if (!mayReach(thread) && gone.some(({ state }) => state !== "cancelled")) outcomes.push("removed");
  const wasPinned = older.some((message) => message.pin && message.publicationId === publicationId);
  if (wasPinned && isLive(thread) && !findPinFailure(thread, stillPinned)) outcomes.push("unpinned");
  return outcomes;
}

function explain(thread: Thread, { unpointed, stillPinned }: Taken): string {
  const failed = thread.deliveries.find(({ error }) => error !== undefined)?.error?.message;
  const isUnknown = thread.deliveries.some(({ state }) => state === "unknown" || state === "sending");
  const reasons = [
    isUnknown ? "Nobody knows whether it is there: look at the account. It is not sent again." : failed,
    unpointed?.get(threadName(thread)),
    findPinFailure(thread, stillPinned)?.why,
  ];
  return reasons.filter((reason) => reason !== undefined).join(" ");
}

function findPinFailure({ publicationId, channel }: Thread, failures: readonly PinFailure[]): PinFailure | undefined {
  return failures.find((failure) => failure.publicationId === publicationId && failure.channel === channel);
}
