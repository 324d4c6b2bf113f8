import { readText, readUint, readUintLE, type Bytes, type CleanMedia } from "./bytes.ts";
import { broken } from "./media-fault.ts";

/** Frames, their timing, and the application extensions that loop or colour them (GIF89a). */
const shown = /^(,|!\xf9|!\xff\x0b(NETSCAPE2\.0|ANIMEXTS1\.0|ICCRGBG1012))/;

/** Keeps what shows the picture; drops comments, texts, XMP and what follows the end. Changes `bytes`. */
export function cleanGif(bytes: Bytes): CleanMedia {
  let filled = false;
  let kept = 13 + readTableLength(bytes, 10);
  for (let at = kept; ;) {
    const name = readText(bytes, at, 14);
    const frame = name.startsWith(",");
    const last = name.startsWith(";");
    if (!last && !frame && !name.startsWith("!")) throw broken();
    const end = last ? at + 1 : skipBlocks(bytes, frame ? at + 11 + readTableLength(bytes, at + 9) : at + 2);
    filled ||= frame;
    if (last || shown.test(name)) {
      bytes.copyWithin(kept, at, end);
      kept += end - at;
    }
    if (last) {
      if (!filled) throw broken();
      return { parts: [bytes.subarray(0, kept)], width: readUintLE(bytes, 6, 2), height: readUintLE(bytes, 8, 2) };
    }
    at = end;
  }
}

/** From the flags at `at`: the bytes of the colour table that follows. */
function readTableLength(bytes: Bytes, at: number): number {
  const flags = readUint(bytes, at, 1);
  return flags & 0x80 ? 6 << (flags & 7) : 0;
}

/** Behind the empty block that ends a chain of data blocks. */
function skipBlocks(bytes: Bytes, from: number): number {
  for (let at = from; ;) {
    const length = bytes[at];
    if (length === undefined) throw broken();
    at += 1 + length;
    if (!length) return at;
  }
}
