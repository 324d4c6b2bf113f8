import { applyEdits, type BlobReader, type Edit } from "./blob-reader.ts";
import { readUint, type Bytes, type CleanMedia } from "./bytes.ts";
import { broken, uncleanable } from "./media-fault.ts";

const header = 0x1a45dfa3;
const segment = 0x18538067;
const cluster = 0x1f43b675;
const trackType = 0x83;
const pixelWidth = 0xb0;
const pixelHeight = 0xba;
const free = 0xec;

/** Elements whose children are looked at: Segment, Info, Tracks, TrackEntry, Video (RFC 9559). */
const containers = [segment, 0x1549a966, 0x1654ae6b, 0xae, 0xe0];

/**
 * Elements that nobody sees: Tags, Attachments, Chapters; Title, DateUTC and the file names of Info; Name of a track;
 * free space; and the checksums that blanking these makes wrong.
 */
const dropped = [0x1254c367, 0x1941a469, 0x1043a770, 0x7ba9, 0x4461, 0x7384, 0x3c83ab, 0x3e83bb, 0x536e, free, 0xbf];

/** A day of a browser's recording, in which each frame is looked at, takes less. */
const maxElements = 8_388_608;

/** Above what any recorder writes; keeps what is remembered of a hostile file small. */
const maxEdits = 65_536;

/** Blanks the metadata of WebM in place and refuses tracks that are neither picture nor sound. */
export async function cleanWebm(reader: BlobReader): Promise<CleanMedia> {
  const { size } = reader.blob;
  const edits: Edit[] = [];
  const ends = [size];
  const facts = new Map<number, number>();
  let window: Bytes = new Uint8Array(0);
  let start = 0;
  for (let at = 0, elements = 0; at < size; elements += 1) {
    // An element that counts has at most four bytes of id, eight of length and eight of value.
    if (at + 20 > start + window.length) {
      window = await reader.peek(at);
      start = at;
    }
    const { id, headBytes, length } = readElement(window, at - start);
    const body = at + headBytes;
    const limit = ends.at(-1) ?? size;
    const open = length === undefined;
    const end = open ? limit : body + length;
    const misplaced = ends.length === 1 && id !== header && id !== segment && id !== free;
    if (end > limit || misplaced || elements > maxElements || edits.length > maxEdits) throw broken();
    if (open && id !== segment && id !== cluster) throw broken();
    if (dropped.includes(id)) edits.push(...toFree(id, at, body, end));
    if (id === trackType || id === pixelWidth || id === pixelHeight) {
      const value = readUint(window, body - start, Math.min(end - body, 8));
      if (id === trackType && value !== 1 && value !== 2) throw uncleanable("a track that is neither picture nor sound");
      // The first track's; a picture has type 1, a sound 2.
      facts.set(id, Math.min(value, facts.get(id) ?? value));
    }
    if (containers.includes(id)) ends.push(end);
    // The children of an open cluster are looked at as if they were its brothers.
    at = containers.includes(id) || open ? body : end;
    while (ends.length > 1 && at === ends.at(-1)) ends.pop();
  }
  if (facts.get(trackType) !== 1) throw broken();
  return { parts: applyEdits(reader.blob, edits), width: facts.get(pixelWidth), height: facts.get(pixelHeight) };
}

/** The element at `at` (RFC 8794); `length` is missing where it is not known yet, as in a live recording. */
function readElement(bytes: Bytes, at: number): { id: number; headBytes: number; length?: number } {
  const idBytes = Math.clz32(readUint(bytes, at, 1)) - 23;
  const first = readUint(bytes, at + idBytes, 1);
  const lengthBytes = Math.clz32(first) - 23;
  if (idBytes > 4 || lengthBytes > 8) throw broken();
  const body = at + idBytes + lengthBytes;
  const high = first & (255 >> lengthBytes);
  const length = high * 256 ** (lengthBytes - 1) + readUint(bytes, body - lengthBytes + 1, lengthBytes - 1);
  const known = length !== 2 ** (7 * lengthBytes) - 1;
  return { id: readUint(bytes, at, idBytes), headBytes: idBytes + lengthBytes, ...(known && { length }) };
}

/** A Void element of the same size, so that every position in the file stays right. */
function toFree(id: number, at: number, body: number, end: number): Edit[] {
  if (id === free) return [{ at: body, end }];
  const size = end - at;
  const bytes = new Uint8Array(size < 9 ? 2 : 9);
  const view = new DataView(bytes.buffer);
  if (size < 9) {
    view.setUint16(0, 0xec80 + size - 2);
  } else {
    view.setUint16(0, 0xec01);
    view.setUint32(5, size - 9);
  }
  return [
    { at, end: at + bytes.length, bytes },
    { at: at + bytes.length, end },
  ];
}
