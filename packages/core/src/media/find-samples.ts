import type { Edit } from "./blob-reader.ts";
import { findBox, type Box } from "./box.ts";
import { readUint, type Bytes } from "./bytes.ts";
import { broken, uncleanable } from "./media-fault.ts";

/** Where the samples of a track lie in the file, a chunk each, from its sample table. */
export function findSamples(bytes: Bytes, table: Box, maxChunks: number): Edit[] {
  const sizes = findBox(bytes, table, /stsz/);
  const runs = findBox(bytes, table, /stsc/);
  const offsets = findBox(bytes, table, /stco|co64/);
  const offsetBytes = offsets.type === "stco" ? 4 : 8;
  const size = readUint(bytes, sizes.body + 4, 4);
  const sampleCount = readUint(bytes, sizes.body + 8, 4);
  const chunkCount = readUint(bytes, offsets.body + 4, 4);
  if (offsets.body + 8 + chunkCount * offsetBytes > offsets.end) throw broken();
  if (!size && sizes.body + 12 + sampleCount * 4 > sizes.end) throw broken();
  if (chunkCount > maxChunks) throw uncleanable("a very long track that is neither picture nor sound");
  const chunks: Edit[] = [];
  let run = runs.body + 8;
  let sample = 0;
  for (let chunk = 0; chunk < chunkCount; chunk += 1) {
    // A run holds the number of its first chunk, counted from one, and the samples of each chunk.
    if (run + 12 < runs.end && readUint(bytes, run + 12, 4) === chunk + 1) run += 12;
    const count = readUint(bytes, run + 4, 4);
    const at = readUint(bytes, offsets.body + 8 + chunk * offsetBytes, offsetBytes);
    if (sample + count > sampleCount) throw broken();
    let end = at + size * count;
    if (!size) for (let n = sample; n < sample + count; n += 1) end += readUint(bytes, sizes.body + 12 + n * 4, 4);
    sample += count;
    chunks.push({ at, end });
  }
  if (sample < sampleCount) throw broken();
  return chunks;
}
