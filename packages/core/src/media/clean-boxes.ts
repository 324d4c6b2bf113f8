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
  for (let position = 0; position < blob.size; boxes += 1) {
    if (boxes === maxBoxes) throw broken();
    const bytes = await readAt(position);
    const { type, at, body, end } = readBox(bytes, position, blob.size);
    position = end;
    const index = still && type === "meta";
    const kept = index || isShown(type, "file");
    // What stays has its place here too: samples that are blanked may lie in media data and nowhere else.
    edits.push({ at, end: body, put: kept || type === "free" ? "same" : freeHeader(bytes, body - at) });
    if (type === "mdat") {
      filled = true;
    } else if (kept && /moo[vf]/.test(type)) {
      const content = await readBlob(blob, body, end, signal);
      const changed = cleanMovie(content, type, 0, content.length, movie);
      edits.push({ at: body, end, put: changed ? content : "same" });
    } else {
      edits.push({ at: body, end, ...(kept && { put: "same" }) });
    }
    if (index) {
      checkItems(await readBlob(blob, body, end, signal));
      movie.shows = true;
    }
  }
  if (!movie.shows || !filled) throw broken();
  if (movie.removed && movie.fragmented) throw uncleanable("a track of an unknown kind");
  return { parts: applyEdits(blob, edits), width: movie.width, height: movie.height };
}

/** The header of a box, which from then on is free space. */
function freeHeader(bytes: Bytes, length: number): Bytes {
  const header = bytes.slice(0, length);
  header.set(toBytes("free"), 4);
  return header;
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
