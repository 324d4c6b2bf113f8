import { readText, readUint, readUintLE, Rewrite, type Bytes, type CleanMedia } from "./bytes.ts";
import { broken } from "./media-fault.ts";

/** Application extensions that change what is seen: loops and colour profiles. */
const shown = ["NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"];

/** Keeps frames, their timing, loops and colours (GIF89a); drops comments, texts, XMP and what follows the end. */
export function cleanGif(bytes: Bytes): CleanMedia {
  const out = new Rewrite(bytes);
  let at = 13 + toTableLength(readUint(bytes, 10, 1));
  out.copy(0, at);
  let filled = false;
  for (;;) {
    const kind = readUint(bytes, at, 1);
    if (kind === 0x3b) break;
    let end;
    let keep = true;
    if (kind === 0x2c) {
      end = skipBlocks(bytes, at + 11 + toTableLength(readUint(bytes, at + 9, 1)));
      filled = true;
    } else if (kind === 0x21) {
      const label = readUint(bytes, at + 1, 1);
      end = skipBlocks(bytes, at + 2);
      keep = label === 0xf9 || (label === 0xff && shown.includes(readText(bytes, at + 3, 11)));
    } else {
      throw broken();
    }
    if (keep) out.copy(at, end);
    at = end;
  }
  if (!filled) throw broken();
  out.put([0x3b]);
  return { parts: [out.bytes], width: readUintLE(bytes, 6, 2), height: readUintLE(bytes, 8, 2) };
}

function toTableLength(flags: number): number {
  return flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;
}

/** Behind the empty block that ends a chain of data blocks. */
function skipBlocks(bytes: Bytes, from: number): number {
  for (let at = from; ; ) {
    const length = bytes[at];
    if (length === undefined) throw broken();
    at += 1 + length;
    if (!length) return at;
  }
}
