import { readText, readUint, type Bytes, type CleanMedia } from "./bytes.ts";
import { broken, uncleanable } from "./media-fault.ts";
import { readOrientation } from "./orientation.ts";

/** The chunks of PNG (third edition) that decode, colour, scale or animate the picture. */
const shown =
  /^(IHDR|PLTE|IDAT|IEND|tRNS|cHRM|gAMA|iCCP|sBIT|sRGB|bKGD|pHYs|cICP|m[Dd][Cc][Vv]|c[Ll]{2}[Ii]|acTL|fcTL|fdAT)$/;

/** Keeps the chunks that show the picture; drops all others and what follows the end. Changes `bytes`. */
export function cleanPng(bytes: Bytes): CleanMedia {
  let kept = 8;
  let filled = false;
  for (let at = 8; ;) {
    const type = readText(bytes, at + 4, 4);
    const end = at + 12 + readUint(bytes, at, 4);
    const first = at === 8;
    if (end > bytes.length || (type === "IHDR") !== first || (first && end !== 33)) throw broken();
    filled ||= type === "IDAT";
    if (shown.test(type)) {
      bytes.copyWithin(kept, at, end);
      kept += end - at;
    } else if (type === "eXIf") {
      // A JPEG keeps its orientation; here it would need a checksum, for files that hardly exist.
      if (readOrientation(bytes.subarray(at + 8, end)) > 1) throw uncleanable("Exif with a rotation");
    } else if (/^[A-Z]/.test(type)) {
      // A decoder may not skip a chunk with a capital: this is no plain PNG.
      throw broken();
    }
    if (type === "IEND") {
      if (end > at + 12 || !filled) throw broken();
      return { parts: [bytes.subarray(0, kept)], width: readUint(bytes, 16, 4), height: readUint(bytes, 20, 4) };
    }
    at = end;
  }
}
