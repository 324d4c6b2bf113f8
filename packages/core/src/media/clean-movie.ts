import { findBox, listBoxes, type Box } from "./box.ts";
import { readText, readUint, toBytes, type Bytes } from "./bytes.ts";
import type { Edit } from "./edit.ts";
import { findSamples } from "./find-samples.ts";
import { uncleanable } from "./media-fault.ts";

/** What the index of a video says, all fragments together. */
export interface Movie {
  /** Whether there is a picture. */
  shows?: boolean;
  width?: number;
  height?: number;
  /** Whether samples lie where only fragments tell. */
  fragmented?: boolean;
  /** Whether a track was removed; then `edits` holds the places of its samples. */
  removed?: boolean;
  readonly edits: Edit[];
}

/** What may stay in each container. A box that is neither here nor in `dropped` can point anywhere: refused. */
const shown: Readonly<Record<string, RegExp>> = {
  file: /ftyp|styp|mdat|moov|moof|sidx|ssix|mfra|pdin/,
  moov: /mvhd|trak|mvex|iods/,
  trak: /tkhd|edts|tref|mdia|tapt|trgr/,
  mdia: /mdhd|hdlr|minf|elng/,
  moof: /mfhd|traf/,
  traf: /tfhd|tfdt|trun|sbgp|sgpd|saiz|saio|senc|subs/,
};

/** Metadata of every maker, and free space, in which dashcams keep positions. */
const dropped = /free|skip|wide|udta|meta|uuid|emsg|prft/;

const free = toBytes("free");

/** Whether a box stays; throws for one of which nobody knows. */
export function isShown(type: string, container: string): boolean {
  if (shown[container]?.test(type)) return true;
  if (dropped.test(type)) return false;
  throw uncleanable("data of an unknown kind");
}

/** Cleans the index of a video, or of a fragment, in place, and answers whether that changed it. Nothing moves. */
export function cleanMovie(bytes: Bytes, container: string, from: number, to: number, movie: Movie): boolean {
  let changed = false;
  movie.fragmented ||= container === "moof";
  for (const box of listBoxes(bytes, from, to)) {
    const { type, at, body, end } = box;
    if (!isShown(type, container) || (type === "trak" && !isSeenOrHeard(bytes, box, movie))) {
      bytes.set(free, at + 4);
      bytes.fill(0, body, end);
      changed = true;
    } else if (shown[type]) {
      changed = cleanMovie(bytes, type, body, end, movie) || changed;
    } else if (/(mv|tk|md)hd/.test(type)) {
      // The times of recording and change: four bytes each, or eight in version 1.
      bytes.fill(0, body + 4, body + (readUint(bytes, body, 1) ? 20 : 12));
      changed = true;
    }
  }
  return changed;
}

/** Cameras write positions as tracks of their own, beside picture and sound. */
function isSeenOrHeard(bytes: Bytes, track: Box, movie: Movie): boolean {
  const kind = readText(bytes, findBox(bytes, track, /mdia/, /hdlr/).body + 8, 4);
  if (kind === "soun") return true;
  if (/vide|pict|auxv/.test(kind)) {
    // A matrix of nine, then width and height, all of them 16.16 numbers.
    const { end } = findBox(bytes, track, /tkhd/);
    movie.shows = true;
    const turned = readUint(bytes, end - 44, 4) === 0;
    movie.width ??= readUint(bytes, end - (turned ? 4 : 8), 2);
    movie.height ??= readUint(bytes, end - (turned ? 8 : 4), 2);
    return true;
  }
  // Captions must not vanish unseen, and drones write positions as captions.
  if (/text|sbtl|subt|clcp/.test(kind)) throw uncleanable("a text track");
  movie.removed = true;
  findSamples(bytes, findBox(bytes, track, /mdia/, /minf/, /stbl/), movie.edits);
  return false;
}
