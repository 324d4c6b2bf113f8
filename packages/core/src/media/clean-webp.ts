import { readText, readUintLE, Rewrite, toBytes, type Bytes, type CleanMedia } from "./bytes.ts";
import { broken } from "./media-fault.ts";
import { readOrientation, turn, writeOrientation } from "./orientation.ts";

const frame = ["ALPH", "VP8 ", "VP8L"];
const shown = ["VP8X", "ICCP", "ANIM", "ANMF", ...frame];

/** Keeps the chunks that show the picture (RFC 9649) and its orientation, and drops what follows the container. */
export function cleanWebp(bytes: Bytes): CleanMedia {
  const size = readSize(bytes);
  const out = new Rewrite(bytes);
  out.copy(0, 12);
  const found = { orientation: 1, filled: false };
  copyChunks(bytes, 12, 8 + readUintLE(bytes, 4, 4), shown, out, found);
  if (!found.filled) throw broken();
  // Only this layout has room for anything beside the picture.
  if (readText(bytes, 12, 4) === "VP8X") {
    const turned = found.orientation > 1;
    pad(out);
    if (turned) out.put([...toBytes("EXIF"), 26, 0, 0, 0, ...writeOrientation(found.orientation)]);
    // The flags of the Exif (8) and XMP (4) chunks.
    out.put([(readUintLE(bytes, 20, 1) & ~12) | (turned ? 8 : 0)], 20);
  } else {
    found.orientation = 1;
  }
  putSize(out, 4);
  return { parts: [out.bytes], ...turn(found.orientation, ...size) };
}

function copyChunks(
  bytes: Bytes,
  from: number,
  to: number,
  names: readonly string[],
  out: Rewrite,
  found: { orientation: number; filled: boolean },
): void {
  for (let at = from; at < to; ) {
    const name = readText(bytes, at, 4);
    const length = readUintLE(bytes, at + 4, 4);
    const end = at + 8 + length;
    if (end > to) throw broken();
    const next = Math.min(end + (length & 1), to);
    if (name === "ANMF") {
      if (length < 16) throw broken();
      const start = out.length;
      out.copy(at, at + 24);
      copyChunks(bytes, at + 24, end, frame, out, found);
      putSize(out, start + 4);
      pad(out);
    } else if (names.includes(name)) {
      out.copy(at, next);
      if (/^VP8[ L]/.test(name)) found.filled = true;
    } else if (name === "EXIF") {
      found.orientation = readOrientation(bytes.subarray(at + 8, end));
    }
    at = next;
  }
}

/** Chunks begin at even positions. */
function pad(out: Rewrite): void {
  if (out.length & 1) out.put([0]);
}

/** Puts at `at` how many bytes follow it. */
function putSize(out: Rewrite, at: number): void {
  const length = out.length - at - 4;
  out.put([length & 255, (length >> 8) & 255, (length >> 16) & 255, length >> 24], at);
}

/** From the first chunk, which says which of the three layouts the file has. */
function readSize(bytes: Bytes): [number, number] {
  const layout = readText(bytes, 12, 4);
  if (layout === "VP8X") return [readUintLE(bytes, 24, 3) + 1, readUintLE(bytes, 27, 3) + 1];
  if (layout === "VP8 " && readUintLE(bytes, 23, 3) === 0x2a019d) {
    return [readUintLE(bytes, 26, 2) & 0x3fff, readUintLE(bytes, 28, 2) & 0x3fff];
  }
  if (layout === "VP8L" && readUintLE(bytes, 20, 1) === 0x2f) {
    const packed = readUintLE(bytes, 21, 4);
    return [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1];
  }
  throw broken();
}
