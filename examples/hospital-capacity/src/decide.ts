import { capacityState, type CapacityNotice, type CapacityState } from "@carecast/core/notices";

/** What the public was told last. */
export interface Said {
  readonly word: CapacityState;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly validUntil: string;
  /** The id of the publication, which the next one answers. */
  readonly publication: string;
  /** The channels that do not have it. */
  readonly missing: readonly string[];
}

/** What has to be known from one status to the next. */
export interface Memory {
  /** When the newest facts that came in were true. */
  readonly newestAsOf?: string;
  /** Nothing yet: then the public takes the hospital for open. */
  readonly said?: Said;
}

export interface Decision {
  readonly word: CapacityState;
  readonly say: boolean;
  readonly why: string;
  /** Default: every channel. */
  readonly channels?: readonly string[];
}

/** Older facts are not told: who reads them decides where to go. */
const maxAgeMs = 60 * 60_000;
/** Between two posts, so that a status that goes to and fro does not. */
const quietMs = 15 * 60_000;
const graveWords: ReadonlySet<CapacityState> = new Set(["ambulances-diverted", "evacuating", "closed"]);

/** Whether the public has to hear of a status, and why. */
export function decide(notice: CapacityNotice, { newestAsOf, said }: Memory, now: number): Decision {
  const word = capacityState(notice);
  const before = said?.word ?? "open";
  const asOf = Date.parse(notice.asOf);
  const say = (why: string): Decision => ({ word, say: true, why });
  const leave = (why: string): Decision => ({ word, say: false, why });

  if (now - asOf > maxAgeMs) return leave(`too old: the facts are ${Math.round((now - asOf) / 60_000)} minutes old`);
  if (now >= Date.parse(notice.validUntil)) return leave("too old: it is no longer valid");
  if (newestAsOf !== undefined && asOf <= Date.parse(newestAsOf)) return leave("too old: newer facts came before");
  if (word === before) {
    // Who was told of a diversion and not of its end would go on believing it.
    if (said && said.missing.length > 0)
      return { ...say("unchanged, but not every channel has it"), channels: said.missing };
    if (word === "open") return leave("unchanged: open as usual");
    // Readers were told until when it holds; silence after that would say that it is over.
    if (said && now >= Date.parse(said.validUntil)) return say("unchanged, but what was said has run out");
    return leave(`unchanged: still ${word}`);
  }
  if (word === "open") return say(`back to normal after ${before}: always said`);
  if (graveWords.has(word)) return say(`changed from ${before}: said at once`);
  if (said && now - said.at < quietMs) return leave("too soon after the last post: the next status can still tell it");
  return say(`changed from ${before}`);
}
