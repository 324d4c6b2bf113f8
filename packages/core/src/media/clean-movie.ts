import type { Edit } from "./blob-reader.ts";
import { findBox, listBoxes, type Box } from "./box.ts";
import { readText, readUint, toBytes, type Bytes } from "./bytes.ts";
import { broken, uncleanable } from "./media-fault.ts";
import { findSamples } from "./find-samples.ts";

/** What the index of a video says, all fragments together. */
export interface Movie {
  /** Whether there is a picture track. */
  shows: boolean;
  width?: number;
  height?: number;
  /** Whether samples lie in fragments too, of which the index does not tell. */
  fragmented: boolean;
  /** Whether a track was removed, and where its samples lie in the file. */
  removed: boolean;
  readonly samples: Edit[];
}

/** What may stay in each container. A box that is neither here nor in `dropped` can point anywhere: refused. */
const shown: Readonly<Record<string, RegExp>> = {
  file: /^(ftyp|styp|mdat|moov|moof|sidx|ssix|mfra|pdin)$/,
  moov: /^(mvhd|trak|mvex|iods)$/,
  trak: /^(tkhd|edts|tref|mdia|tapt|trgr)$/,
  mdia: /^(mdhd|hdlr|minf|elng)$/,
  moof: /^(mfhd|traf)$/,
  traf: /^(tfhd|tfdt|trun|sbgp|sgpd|saiz|saio|senc|subs)$/,
};

/** Far above what a day of recording takes; keeps what is remembered of a hostile file small. */
const maxChunks = 262_144;

/** Metadata of every maker, and free space, in which dashcams keep positions. */
const dropped = /^(free|skip|wide|udta|meta|uuid|emsg|prft)$/;

/** Whether a box stays; throws for one of which nobody knows. */
export function isShown(type: string, container: string): boolean {
  if (shown[container]?.test(type)) return true;
  if (dropped.test(type)) return false;
  throw uncleanable("data of an unknown kind");
}

/** Turns a box into free space of the same size, so that every offset in the file stays right. */
export function blankBox(bytes: Bytes, box: Box): void {
  bytes.set(toBytes("free"), box.at + 4);
  bytes.fill(0, box.body, box.end);
}

/** Cleans the index, or the index of a fragment, in place. */
export function cleanMovie(bytes: Bytes, container: string, from: number, to: number, movie: Movie): void {
  for (const box of listBoxes(bytes, from, to)) {
    if (!isShown(box.type, container) || (box.type === "trak" && !isSeenOrHeard(bytes, box, movie))) {
      blankBox(bytes, box);
    } else if (shown[box.type]) {
      cleanMovie(bytes, box.type, box.body, box.end, movie);
    } else if (/^(mv|tk|md)hd$/.test(box.type)) {
      // The times of recording and change: four bytes each, or eight in version 1.
      const end = box.body + (readUint(bytes, box.body, 1) ? 20 : 12);
      if (end > box.end) throw broken();
      bytes.fill(0, box.body + 4, end);
    } else if (box.type === "mvex") {
      movie.fragmented = true;
    }
  }
}

/** Cameras write positions as tracks of their own, beside picture and sound. */
function isSeenOrHeard(bytes: Bytes, track: Box, movie: Movie): boolean {
  const kind = readText(bytes, findBox(bytes, track, /mdia/, /hdlr/).body + 8, 4);
  if (kind === "soun") return true;
  if (kind === "vide" || kind === "pict" || kind === "auxv") {
    if (!movie.shows) readSize(bytes, findBox(bytes, track, /tkhd/).end, movie);
    movie.shows = true;
    return true;
  }
  // Captions must not vanish unseen, and drones write positions as captions.
  if (/text|sbtl|subt|clcp/.test(kind)) throw uncleanable("a text track");
  movie.removed = true;
  movie.samples.push(...findSamples(bytes, findBox(bytes, track, /mdia/, /minf/, /stbl/), maxChunks - movie.samples.length));
  return false;
}

/** From the end of a track header: a matrix of nine, then width and height, all of them 16.16 numbers. */
function readSize(bytes: Bytes, end: number, movie: Movie): void {
  const lying = readUint(bytes, end - 44, 4) === 0;
  movie.width = readUint(bytes, end - (lying ? 4 : 8), 2);
  movie.height = readUint(bytes, end - (lying ? 8 : 4), 2);
}
