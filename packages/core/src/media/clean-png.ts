import { readText, readUint, Rewrite, toBytes, type Bytes, type CleanMedia } from "./bytes.ts";
import { broken } from "./media-fault.ts";
import { readOrientation, turn, writeOrientation } from "./orientation.ts";

/** The chunks of PNG (third edition) that decode, colour, scale or animate the picture. */
const shown =
  "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD pHYs cICP mDCV mDCv cLLI cLLi acTL fcTL fdAT".split(" ");

/** Keeps the chunks that show the picture, and its orientation; drops all others and what follows the end. */
export function cleanPng(bytes: Bytes): CleanMedia {
  const out = new Rewrite(bytes);
  out.copy(0, 8);
  let orientation = 0;
  let filled = false;
  for (let at = 8; ; ) {
    const length = readUint(bytes, at, 4);
    const type = readText(bytes, at + 4, 4);
    const end = at + 12 + length;
    if (end > bytes.length || (type === "IHDR") !== (at === 8)) throw broken();
    if (type === "IDAT") filled = true;
    if (shown.includes(type)) {
      out.copy(at, end);
    } else if (type === "eXIf" && !orientation) {
      orientation = readOrientation(bytes.subarray(at + 8, end - 4));
      if (orientation > 1) putChunk(out, [...toBytes("eXIf"), ...writeOrientation(orientation)]);
    } else if (/^[A-Z]/.test(type)) {
      // A decoder may not skip a chunk with a capital: this is no plain PNG.
      throw broken();
    }
    if (type === "IEND") {
      if (length || !filled) throw broken();
      break;
    }
    at = end;
  }
  if (readUint(bytes, 8, 4) !== 13) throw broken();
  return { parts: [out.bytes], ...turn(orientation, readUint(bytes, 16, 4), readUint(bytes, 20, 4)) };
}

function putChunk(out: Rewrite, typeAndData: readonly number[]): void {
  out.put([0, 0, 0, typeAndData.length - 4, ...typeAndData, ...toChecksum(typeAndData)]);
}

/** CRC-32 as annex D of PNG defines it, bit by bit: there are thirty bytes to sum. */
function toChecksum(bytes: readonly number[]): number[] {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return [24, 16, 8, 0].map((shift) => (~sum >>> shift) & 255);
}
