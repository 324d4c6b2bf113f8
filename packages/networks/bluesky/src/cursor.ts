import { ConfigError } from "@carecast/adapter";
import * as z from "zod/mini";

/** Where one source was read up to. */
export interface Place {
  /** Everything older has been handled; milliseconds since the epoch. */
  from: number;
  /** What has been handled since then: marks, with the time of each. */
  readonly seen: Map<string, number>;
  /** How far back something new may still turn up. */
  readonly overlapMs: number;
}

/** The places of all sources by their names. */
export type Places = Record<string, Place>;

const mostMarks = 64;

const schema = z.record(
  z.string(),
  z.object({ from: z.number(), seen: z.record(z.string().check(z.maxLength(64)), z.number()) }),
);

/** @throws ConfigError when `cursor` is not one that this adapter wrote: guessing would leave a gap. */
export function readCursor(cursor: string, overlapsMs: (source: string) => number): Places {
  const result = z.safeParse(schema, parseJson(cursor));
  if (!result.success) {
    throw new ConfigError("bluesky: the cursor is not one of this adapter; leave it out and give since.", {
      network: "bluesky",
      path: "cursor",
    });
  }
  const places: Places = {};
  for (const [name, { from, seen }] of Object.entries(result.data)) {
    places[name] = {
      from,
      seen: new Map(Object.entries(seen).map(([mark, afterMs]) => [mark, from + afterMs])),
      overlapMs: overlapsMs(name),
    };
  }
  return places;
}

export function writeCursor(places: Places): string {
  const stored: Record<string, { from: number; seen: Record<string, number> }> = {};
  for (const [name, { from, seen }] of Object.entries(places)) {
    stored[name] = { from, seen: Object.fromEntries([...seen].map(([mark, at]) => [mark, at - from])) };
  }
  return JSON.stringify(stored);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * A place at `from`.
 *
 * The network sorts by times that authors choose, so that a post can turn up behind one that was handled long ago:
 * within `overlapMs` of the newest, what was handled is told apart by name and not by time.
 */
export function createPlace(from: number, overlapMs: number): Place {
  return { from, seen: new Map(), overlapMs };
}

export function isNew(place: Place, uri: string, at: number): boolean {
  return at >= place.from && !wasHandled(place, uri);
}

export function wasHandled({ seen }: Place, uri: string): boolean {
  return seen.has(toMark(uri));
}

/** `uri` has been handled, and so has all that comes before `at` in the order of this source. */
export function markHandled(place: Place, uri: string, at: number): void {
  if (at >= place.from) place.seen.set(toMark(uri), at);
  moveOn(place, at);
  if (place.seen.size > mostMarks) dropOldest(place, at);
}

/** `uri` has been handled, because another source brought it. Of the order of this source that says nothing. */
export function markElsewhere(place: Place, uri: string, at: number): void {
  if (place.seen.size < mostMarks) place.seen.set(toMark(uri), Math.max(at, place.from));
}

/** Everything up to `at` has been handled, or was seen to be none of our business. */
export function moveOn(place: Place, at: number): void {
  forgetBefore(place, Math.max(place.from, at - place.overlapMs));
}

/** Makes room in a burst: less overlap. Marks of one and the same moment stay, because more of it may come. */
function dropOldest(place: Place, at: number): void {
  const times = [...place.seen.values()].sort((a, b) => a - b);
  const dropped = times[times.length - mostMarks - 1] ?? 0;
  forgetBefore(place, Math.max(place.from, Math.min(dropped + 1, at)));
}

function forgetBefore(place: Place, from: number): void {
  place.from = from;
  for (const [mark, at] of place.seen) if (at < from) place.seen.delete(mark);
}

/** Enough of a URI to tell the posts of some minutes apart: the end of the author's DID, and the key. */
function toMark(uri: string): string {
  const [, , did = "", , rkey = ""] = uri.split("/", 5);
  return `${did.slice(-8)}/${rkey.slice(-32)}`;
}
