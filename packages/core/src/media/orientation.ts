import { readText, readUint, readUintLE, type Bytes } from "./bytes.ts";
import { MediaFault } from "./media-fault.ts";

/**
 * How an Exif block says that the picture has to be turned (tag 0x0112 of TIFF 6.0): 2 to 8, or 1 for not at all.
 * 1 as well where the block cannot be read: viewers then ignore it too.
 */
export function readOrientation(exif: Bytes): number {
  try {
    const tiff = readText(exif, 0, 4) === "Exif" ? exif.subarray(6) : exif;
    const order = readText(tiff, 0, 4);
    if (order !== "II*\0" && order !== "MM\0*") return 1;
    const read = order === "II*\0" ? readUintLE : readUint;
    const directory = read(tiff, 4, 4);
    const count = read(tiff, directory, 2);
    for (let entry = directory + 2; entry < directory + 2 + count * 12; entry += 12) {
      if (read(tiff, entry, 2) !== 0x0112) continue;
      const value = read(tiff, entry + 8, 2);
      return value <= 8 && read(tiff, entry + 2, 2) === 3 ? value || 1 : 1;
    }
  } catch (error) {
    if (!(error instanceof MediaFault)) throw error;
  }
  return 1;
}

/** The smallest Exif block: a TIFF header and one directory with one entry. */
export function writeOrientation(orientation: number): number[] {
  return [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
}

/** Width and height as a viewer shows them: orientations 5 to 8 lay the picture on its side. */
export function turn(orientation: number, width: number, height: number): { width: number; height: number } {
  return orientation > 4 ? { width: height, height: width } : { width, height };
}
