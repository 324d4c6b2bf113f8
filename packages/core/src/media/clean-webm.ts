import { openWindow, readUint, type Bytes, type CleanMedia } from "./bytes.ts";
import { applyEdits, maxEdits, type Edit } from "./edit.ts";
import { broken, uncleanable } from "./media-fault.ts";

/** Elements that stand side by side in the file: the header, Segment, free space. */
const outer = [0x1a45dfa3, 0x18538067, 0xec];

/** Elements whose children are looked at: Segment, Info, Tracks, TrackEntry (RFC 9559). */
const containers = [0x18538067, 0x1549a966, 0x1654ae6b, 0xae];

/** Elements whose length may be unknown: Segment and Cluster of a live recording. */
const open = [0x18538067, 0x1f43b675];

/**
 * Elements that nobody sees: Tags, Attachments, Chapters; Title, DateUTC and the file names of Info; Name of a track;
 * free space; and the checksums that blanking these makes wrong.
 */
const dropped = [0x1254c367, 0x1941a469, 0x1043a770, 0x7ba9, 0x4461, 0x7384, 0x3c83ab, 0x3e83bb, 0x536e, 0xec, 0xbf];

const trackType = 0x83;

/** A day of a browser's recording, in which each frame is looked at, takes less. */
const maxElements = 8_388_608;

/** Blanks the metadata of WebM in place and refuses tracks that are neither picture nor sound. */
export async function cleanWebm(blob: Blob, signal?: AbortSignal): Promise<CleanMedia> {
  const edits: Edit[] = [];
  const ends = [blob.size];
  let shows = false;
  const readAt = openWindow(blob, signal);
  for (let at = 0, elements = 0; at < blob.size; elements += 1) {
    const bytes = await readAt(at);
    const { id, headBytes, length } = readElement(bytes);
    const body = at + headBytes;
    const limit = ends.at(-1) ?? 0;
    const live = length === Infinity && open.includes(id);
    const end = live ? limit : body + length;
    if (end > limit || (ends.length === 1 && !outer.includes(id))) throw broken();
    if (id > 0xffffffff || elements > maxElements || edits.length > maxEdits) throw broken();
    if (dropped.includes(id)) edits.push(...toFree(at, end));
    if (id === trackType) {
      const kind = readUint(bytes, headBytes, Math.min(length, 8));
      if (kind !== 1 && kind !== 2) throw uncleanable("a track of an unknown kind");
      shows ||= kind === 1;
    }
    if (containers.includes(id)) ends.push(end);
    // What is in a live cluster is looked at as if it stood beside it.
    at = live || containers.includes(id) ? body : end;
    while (at === ends.at(-1) && ends.length > 1) ends.pop();
  }
  if (!shows) throw broken();
  return { parts: applyEdits(blob, edits) };
}

/** The element that `bytes` begin with (RFC 8794), its length `Infinity` where that is not known. */
function readElement(bytes: Bytes): { id: number; headBytes: number; length: number } {
  const idBytes = countVarintBytes(bytes, 0);
  const lengthBytes = countVarintBytes(bytes, idBytes);
  // The first byte without the bit that tells how many there are, then the others.
  const first = readUint(bytes, idBytes, 1) & (255 >> lengthBytes);
  const length = first * 256 ** (lengthBytes - 1) + readUint(bytes, idBytes + 1, lengthBytes - 1);
  const unknown = length === 2 ** (7 * lengthBytes) - 1;
  return { id: readUint(bytes, 0, idBytes), headBytes: idBytes + lengthBytes, length: unknown ? Infinity : length };
}

function countVarintBytes(bytes: Bytes, at: number): number {
  return Math.clz32(readUint(bytes, at, 1)) - 23;
}

/** A Void element of the same size, so that every position in the file stays right. */
function toFree(at: number, end: number): Edit[] {
  const size = end - at;
  // Its length takes one byte or eight.
  const head = new Uint8Array(size < 9 ? 2 : 9);
  const view = new DataView(head.buffer);
  view.setUint16(0, size < 9 ? 0xec7e + size : 0xec01);
  if (size > 8) {
    view.setUint16(3, (size - 9) / 2 ** 32);
    view.setUint32(5, size - 9);
  }
  return [
    { at, end: at + head.length, put: head },
    { at: at + head.length, end },
  ];
}
