import { readText, readUint, toBytes, type Bytes, type CleanMedia } from "./bytes.ts";
import { broken } from "./media-fault.ts";
import { readOrientation } from "./orientation.ts";

/**
 * The marker of a segment, its length and its name: tables, frames and scans (ITU-T T.81), a JFIF header without a
 * thumbnail, which may show what was cut off the picture, a colour profile, the colour transform of Adobe.
 */
const shown = /^([\xc0-\xcf\xda-\xdf]|\xe0\0\x10JFIF\0|\xe2..ICC_PROFILE\0|\xee..Adobe)/s;

/** A segment with nothing but an orientation in a directory of one entry. */
const upright = toBytes("\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0");

/**
 * Keeps what decodes and colours the picture, and its orientation. Everything else goes, with all that follows the
 * end: phones hide whole videos there. Changes `bytes`.
 */
export function cleanJpeg(bytes: Bytes): CleanMedia {
  let kept = 2;
  let orientation = 0;
  let width = 0;
  let height = 0;
  let scanned = false;
  const keep = (from: number, to: number): void => {
    bytes.copyWithin(kept, from, to);
    kept += to - from;
  };
  for (let at = 2; ;) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff) throw broken();
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) {
      if (!width || !height || !scanned) throw broken();
      keep(at, at + 2);
      const turned = orientation > 4;
      return { parts: [bytes.subarray(0, kept)], width: turned ? height : width, height: turned ? width : height };
    }
    const name = readText(bytes, at + 1, 15);
    let end = at + 2 + readUint(bytes, at + 2, 2);
    if (end > bytes.length || end < at + 4) throw broken();
    if (/^[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]/.test(name)) {
      if (width) throw broken();
      height = readUint(bytes, at + 5, 2);
      width = readUint(bytes, at + 7, 2);
    } else if (marker === 0xda) {
      scanned = true;
      end = findScanEnd(bytes, end);
    }
    if (shown.test(name)) {
      keep(at, end);
    } else if (!orientation && /^\xe1..Exif\0\0/s.test(name)) {
      orientation = readOrientation(bytes.subarray(at + 4, end));
      if (orientation > 1) {
        // It takes the place of a segment that must be as long to hold one.
        if (end < at + upright.length) throw broken();
        bytes.set(upright, at);
        bytes[at + 29] = orientation;
        keep(at, at + upright.length);
      }
    } else if (!/^[\xe0-\xef\xfe]/.test(name)) {
      throw broken();
    }
    at = end;
  }
}

/** The next marker that is neither a stuffed zero nor a restart. */
function findScanEnd(bytes: Bytes, from: number): number {
  for (let at = from; ; at += 1) {
    at = bytes.indexOf(0xff, at);
    const next = bytes[at + 1];
    if (at < 0 || next === undefined) throw broken();
    if (next !== 0 && next !== 0xff && (next & 0xf8) !== 0xd0) return at;
  }
}
