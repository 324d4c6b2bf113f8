import { findBox, type Box } from "./box.ts";
import { readUint, type Bytes } from "./bytes.ts";
import { maxEdits, type Edit } from "./edit.ts";
import { broken } from "./media-fault.ts";

/** Adds where the samples of a track lie in the file, a chunk each, by its sample table. */
export function findSamples(bytes: Bytes, table: Box, edits: Edit[]): void {
  const sizes = findBox(bytes, table, /stsz/);
  const runs = findBox(bytes, table, /stsc/);
  const offsets = findBox(bytes, table, /stco|co64/);
  const offsetBytes = offsets.type === "stco" ? 4 : 8;
  const size = readUint(bytes, sizes.body + 4, 4);
  let left = readUint(bytes, sizes.body + 8, 4);
  let sizeAt = sizes.body + 12;
  let run = runs.body + 8;
  const chunkCount = readUint(bytes, offsets.body + 4, 4);
  for (let chunk = 0; chunk < chunkCount; chunk += 1) {
    // A run holds the number of its first chunk, counted from one, and the samples of each chunk.
    if (run + 12 < runs.end && readUint(bytes, run + 12, 4) === chunk + 1) run += 12;
    const count = readUint(bytes, run + 4, 4);
    const at = readUint(bytes, offsets.body + 8 + chunk * offsetBytes, offsetBytes);
    let end = at + size * count;
    left -= count;
    if (edits.length > maxEdits) throw broken();
    if (!size) for (const last = sizeAt + count * 4; sizeAt < last; sizeAt += 4) end += readUint(bytes, sizeAt, 4);
    if (end > at) edits.push({ at, end });
  }
  if (left || sizeAt > sizes.end) throw broken();
}
