import { ConfigError, type IsoDateTime } from "@carecast/adapter";

import type { FallbackRecord, PublicationRecord } from "../ledger/records.ts";
import { firstOccurrence } from "../schedule/first-occurrence.ts";
import { readInstant } from "../schedule/read-instant.ts";
import type { PublishOptions } from "./publish-options.ts";

/** When and under which conditions a publication goes out. */
export interface Policy extends Pick<
  PublicationRecord,
  "notAfter" | "tags" | "campaign" | "fallback" | "quorum" | "repeat"
> {
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

const defaultFallbackMs = 60_000;

/**
 * The options of a publication as the ledger keeps them.
 *
 * @param channels the names of the channels it goes to
 * @param endsAt when the content itself ends
 * @throws ConfigError for options that contradict each other or the channels.
 */
export async function readPolicy(
  options: PublishOptions,
  channels: readonly string[],
  endsAt: IsoDateTime | undefined,
  now: number,
): Promise<Policy> {
  const { at, repeat, tags, campaign, quorum } = options;
  const begin = at === undefined ? now : Math.max(now, await readInstant(at));
  const until = earliest([repeat?.until, endsAt]);
  const first = repeat && (await firstOccurrence({ ...repeat, ...(until !== undefined && { until }) }, begin));
  const dueAt = first?.dueAt ?? begin;
  const notAfter = earliest([options.notAfter, endsAt, first?.notAfter]);
  refuseEarlyEnd(options, dueAt);
  const fallback = readFallback(options, channels, dueAt);
  if (quorum && quorum.atLeast > channels.length)
    throw new ConfigError(
      `quorum.atLeast: ${quorum.atLeast} channels cannot have it, because it goes to ${channels.length}.`,
      { path: "quorum.atLeast" },
    );
  return {
    dueAt,
    ...(notAfter !== undefined && { notAfter }),
    ...(tags && { tags }),
    ...(campaign !== undefined && { campaign }),
    ...(fallback && { fallback }),
    ...(quorum && { quorum: { atLeast: quorum.atLeast, at: dueAt + quorum.within } }),
    ...(first && { repeat: first.repeat }),
  };
}

function refuseEarlyEnd({ at, notAfter, repeat }: PublishOptions, dueAt: number): void {
  if (notAfter === undefined) return;
  if (repeat)
    throw new ConfigError("notAfter: what repeats ends with repeat.until, and each occurrence with repeat.lateMs.", {
      path: "notAfter",
    });
  if (at !== undefined && Date.parse(notAfter) < dueAt)
    throw new ConfigError("notAfter: is before at, so nothing could ever be sent.", { path: "notAfter" });
}

function earliest(times: readonly (IsoDateTime | undefined)[]): IsoDateTime | undefined {
  return times.reduce((first, time) =>
    first === undefined || (time !== undefined && Date.parse(time) < Date.parse(first)) ? time : first,
  );
}

function readFallback(
  { fallback }: PublishOptions,
  channels: readonly string[],
  dueAt: number,
): Record<string, FallbackRecord> | undefined {
  if (!fallback) return undefined;
  const records: Record<string, FallbackRecord> = {};
  const names = new Set(channels);
  for (const [channel, given] of Object.entries(fallback)) {
    if (!given) continue;
    refuseStranger(channel, `fallback.${channel}`, names);
    refuseStranger(given.instead, `fallback.${channel}.instead`, names);
    records[channel] = { instead: given.instead, at: dueAt + (given.afterMs ?? defaultFallbackMs) };
  }
  for (const channel of Object.keys(records)) refuseCycle(channel, records);
  return records;
}

function refuseStranger(channel: string, path: string, channels: ReadonlySet<string>): void {
  if (!channels.has(channel))
    throw new ConfigError(
      `${path}: the publication does not go to this channel; it goes to ${[...channels].join(", ")}.`,
      {
        path,
      },
    );
}

function refuseCycle(start: string, records: Readonly<Record<string, FallbackRecord>>): void {
  const seen = [start];
  for (let next = records[start]?.instead; next !== undefined; next = records[next]?.instead) {
    if (seen.includes(next))
      throw new ConfigError(`fallback.${start}: ${[...seen, next].join(" waits for ")}. One channel must go first.`, {
        path: `fallback.${start}`,
      });
    seen.push(next);
  }
}
