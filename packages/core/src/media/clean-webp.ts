import { readText, readUintLE, toBytes, type Bytes, type CleanMedia } from "./bytes.ts";
import { broken, uncleanable } from "./media-fault.ts";
import { readOrientation } from "./orientation.ts";

/** Blanks the chunks of WebP that do not show the picture (RFC 9649), and drops what follows. Changes `bytes`. */
export function cleanWebp(bytes: Bytes): CleanMedia {
  const fileEnd = 8 + readUintLE(bytes, 4, 4);
  if (fileEnd > bytes.length) throw broken();
  const size = readSize(bytes);
  let frameEnd = 0;
  let filled = false;
  for (let at = 12; at < fileEnd;) {
    const name = readText(bytes, at, 4);
    const body = at + 8;
    const end = body + readUintLE(bytes, at + 4, 4);
    if (end > (at < frameEnd ? frameEnd : fileEnd)) throw broken();
    filled ||= /^VP8[ L]/.test(name);
    at = end + (end % 2);
    if (name === "ANMF") {
      // Sixteen bytes, then the chunks of a frame.
      if (end < body + 16) throw broken();
      frameEnd = end;
      at = body + 16;
    } else if (!/^(VP8[ LX]|ALPH|ANIM|ICCP)/.test(name)) {
      if (readOrientation(bytes.subarray(body, end)) > 1) throw uncleanable("Exif with a rotation");
      bytes.set(toBytes("JUNK"), body - 8);
      bytes.fill(0, body, end);
    }
  }
  if (!filled) throw broken();
  return { parts: [bytes.subarray(0, fileEnd)], ...size };
}

/** From the first chunk, which says which of the three layouts the file has. */
function readSize(bytes: Bytes): { width: number; height: number } {
  const layout = readText(bytes, 12, 4);
  if (layout === "VP8X") {
    // No Exif (8), no XMP (4).
    bytes[20] = readUintLE(bytes, 20, 1) & ~12;
    return { width: readUintLE(bytes, 24, 3) + 1, height: readUintLE(bytes, 27, 3) + 1 };
  }
  if (layout === "VP8 ") return { width: readUintLE(bytes, 26, 2) & 0x3fff, height: readUintLE(bytes, 28, 2) & 0x3fff };
  const packed = readUintLE(bytes, 21, 4);
  return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
}
