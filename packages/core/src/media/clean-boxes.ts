import { readBox } from "./box.ts";
import { openWindow, readBlob, toBytes, type Bytes, type CleanMedia } from "./bytes.ts";
import { cleanMovie, isShown, type Movie } from "./clean-movie.ts";
import { applyEdits } from "./edit.ts";
import { broken, uncleanable } from "./media-fault.ts";

/** A fragment a second for nine hours takes less. */
const maxBoxes = 65_536;

/**
 * Blanks the metadata of MP4 and QuickTime in place, positions and tracks of positions included, and refuses HEIC
 * and AVIF that have any. Only the index is read into memory.
 */
export async function cleanBoxes(blob: Blob, still: boolean, signal?: AbortSignal): Promise<CleanMedia> {
  const movie: Movie = { edits: [] };
  const { edits } = movie;
  const readAt = openWindow(blob, signal);
  let boxes = 0;
  let filled = false;
  for (let position = 0; position < blob.size;) {
    const { type, at, body, end } = readBox(await readAt(position), position, blob.size);
    boxes += 1;
    if (boxes > maxBoxes) throw broken();
    position = end;
    if (still && type === "meta") {
      checkItems(await readBlob(blob, body, end, signal));
      edits.push({ at, end, put: "same" });
      movie.shows = true;
    } else if (!isShown(type, "file")) {
      edits.push({ at: at + 4, end: at + 8, put: type === "free" ? "same" : toBytes("free") }, { at: body, end });
    } else if (/moo[vf]/.test(type)) {
      const index = await readBlob(blob, body, end, signal);
      const changed = cleanMovie(index, type, 0, index.length, movie);
      edits.push({ at: body, end, put: changed ? index : "same" });
    } else if (type === "mdat") {
      filled = true;
    } else {
      // No sample that is blanked may lie in it.
      edits.push({ at, end, put: "same" });
    }
  }
  if (!movie.shows || !filled) throw broken();
  if (movie.removed && movie.fragmented) throw uncleanable("a track of an unknown kind");
  return { parts: applyEdits(blob, edits), width: movie.width, height: movie.height };
}

/**
 * Refuses what HEIC and AVIF (ISO/IEC 23008-12) can hold beside pictures. Exif and XMP are items there, whose kinds
 * stand in the index as four letters; wherever these stand in it, the picture is refused rather than trusted.
 */
function checkItems(index: Bytes): void {
  if (/Exif|mime|uri |xml|uuid|udta/.test(new TextDecoder("latin1").decode(index))) {
    throw uncleanable("Exif or other data", "Convert it to JPEG.");
  }
}
