import { applyEdits, type BlobReader, type Edit } from "./blob-reader.ts";
import { readBox, type Box } from "./box.ts";
import { toBytes, type CleanMedia } from "./bytes.ts";
import { checkItems } from "./check-items.ts";
import { cleanMovie, isShown, type Movie } from "./clean-movie.ts";
import { broken, uncleanable } from "./media-fault.ts";

/** A fragment a second for ten hours takes three times 36,000 boxes. */
const maxBoxes = 131_072;

/**
 * Blanks the metadata of MP4 and QuickTime in place, positions and tracks of positions included, and refuses HEIC
 * and AVIF that have any. Only the index is read into memory.
 */
export async function cleanBoxes(reader: BlobReader, still: boolean): Promise<CleanMedia> {
  const { blob } = reader;
  const edits: Edit[] = [];
  const data: Edit[] = [];
  const movie: Movie = { shows: false, fragmented: false, removed: false, samples: [] };
  let boxes = 0;
  for (let at = 0; at < blob.size; ) {
    const box = await readBoxAt(reader, at);
    const { type, body, end } = box;
    boxes += 1;
    if (boxes > maxBoxes) throw broken();
    if (still && type === "meta") {
      checkItems(await reader.read(body, end));
      movie.shows = true;
    } else if (!isShown(type, "file")) {
      edits.push({ at: at + 4, end: at + 8, bytes: toBytes("free") }, { at: body, end });
    } else if (type === "moov" || type === "moof") {
      const bytes = await reader.read(body, end);
      cleanMovie(bytes, type, 0, bytes.length, movie);
      movie.fragmented ||= type === "moof";
      edits.push({ at: body, end, bytes });
    } else if (type === "mdat") {
      data.push({ at: body, end });
    }
    at = end;
  }
  if (!movie.shows) throw broken();
  if (movie.removed && movie.fragmented) throw uncleanable("a track that is neither picture nor sound");
  checkInside(movie.samples, data);
  return { parts: applyEdits(blob, [...edits, ...movie.samples]), width: movie.width, height: movie.height };
}

async function readBoxAt(reader: BlobReader, at: number): Promise<Box> {
  const { type, body, end } = readBox(await reader.peek(at), 0, reader.blob.size - at);
  return { type, at, body: at + body, end: at + end };
}

/** Blanking samples must touch media data and nothing else. */
function checkInside(samples: readonly Edit[], data: readonly Edit[]): void {
  let box = 0;
  for (const sample of samples.toSorted((one, other) => one.at - other.at)) {
    while (sample.at >= (data[box]?.end ?? Infinity)) box += 1;
    const around = data[box];
    if (!around || sample.at < around.at || sample.end > around.end) throw broken();
  }
}
