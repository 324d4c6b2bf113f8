import { readText, readUint, readUintLE, type Bytes } from "./bytes.ts";
import { MediaFault } from "./media-fault.ts";

/**
 * How an Exif block says that the picture has to be turned (tag 0x0112 of TIFF 6.0): 2 to 8, or less for not
 * at all. 1 as well where the block cannot be read: viewers then ignore it too.
 */
export function readOrientation(exif: Bytes): number {
  try {
    // WebP files have the block with and without the name that JPEG puts before it.
    const tiff = readText(exif, 0, 4) === "Exif" ? exif.subarray(6) : exif;
    const order = readText(tiff, 0, 4);
    if (order !== "II*\0" && order !== "MM\0*") return 1;
    const read = order === "MM\0*" ? readUint : readUintLE;
    const first = read(tiff, 4, 4) + 2;
    const end = first + read(tiff, first - 2, 2) * 12;
    for (let entry = first; entry < end; entry += 12) {
      const value = read(tiff, entry + 8, 2);
      if (read(tiff, entry, 2) === 0x0112 && value < 9) return value;
    }
  } catch (error) {
    if (!(error instanceof MediaFault)) throw error;
  }
  return 1;
}
