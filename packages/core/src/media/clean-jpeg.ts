import { readText, readUint, Rewrite, toBytes, type Bytes, type CleanMedia } from "./bytes.ts";
import { broken } from "./media-fault.ts";
import { readOrientation, turn, writeOrientation } from "./orientation.ts";

/**
 * Keeps what decodes and colours the picture (ITU-T T.81 tables, frames and scans, JFIF, ICC, Adobe) and its
 * orientation. Everything else goes, with all that follows the end: phones hide whole videos there.
 */
export function cleanJpeg(bytes: Bytes): CleanMedia {
  const out = new Rewrite(bytes);
  out.copy(0, 2);
  let orientation = 0;
  let width = 0;
  let height = 0;
  let scanned = false;
  for (let at = 2; ; ) {
    const marker = readMarker(bytes, at);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) break;
    const length = readUint(bytes, at + 2, 2);
    let end = at + 2 + length;
    if (length < 2 || end > bytes.length) throw broken();
    if (isFrame(marker)) {
      if (width) throw broken();
      height = readUint(bytes, at + 5, 2);
      width = readUint(bytes, at + 7, 2);
    } else if (marker === 0xda) {
      scanned = true;
      end = findScanEnd(bytes, end);
    }
    if (marker === 0xe1 && !orientation && readText(bytes, at + 4, Math.min(6, length - 2)) === "Exif\0\0") {
      orientation = readOrientation(bytes.subarray(at + 4, end));
      // The marker, the length and "Exif\0\0" before the block.
      if (orientation > 1) out.put([0xff, 0xe1, 0, 34, ...toBytes("Exif\0\0"), ...writeOrientation(orientation)]);
    } else if (marker >= 0xe0 && marker <= 0xef) {
      copyApplicationData(bytes, at, end, marker, out);
    } else if (marker >= 0xc0 && marker <= 0xdf && (marker & 0xf8) !== 0xd0 && marker !== 0xd8) {
      out.copy(at, end);
    } else if (marker !== 0xfe) {
      throw broken();
    }
    at = end;
  }
  if (!width || !height || !scanned) throw broken();
  out.put([0xff, 0xd9]);
  return { parts: [out.bytes], ...turn(orientation, width, height) };
}

function readMarker(bytes: Bytes, at: number): number {
  if (readUint(bytes, at, 1) !== 0xff) throw broken();
  return readUint(bytes, at + 1, 1);
}

/** SOF0 to SOF15, without DHT, JPG and DAC between them. */
function isFrame(marker: number): boolean {
  return (marker & 0xf0) === 0xc0 && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function copyApplicationData(bytes: Bytes, at: number, end: number, marker: number, out: Rewrite): void {
  const name = readText(bytes, at + 4, Math.min(12, end - at - 4));
  if (marker === 0xe0 && name.startsWith("JFIF\0")) {
    if (end < at + 18) throw broken();
    out.put([0xff, 0xe0, 0, 16]);
    out.copy(at + 4, at + 16);
    // No thumbnail: it may show what was cut off the picture.
    out.put([0, 0]);
  } else if ((marker === 0xe2 && name === "ICC_PROFILE\0") || (marker === 0xee && name.startsWith("Adobe"))) {
    out.copy(at, end);
  }
}

/** The next marker that is neither a stuffed zero nor a restart. */
function findScanEnd(bytes: Bytes, from: number): number {
  for (let at = from; ; ) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) throw broken();
    const next = bytes[at + 1];
    if (next === undefined) throw broken();
    if (next === 0 || (next & 0xf8) === 0xd0) at += 2;
    else if (next === 0xff) at += 1;
    else return at;
  }
}
