import type { Bytes } from "./bytes.ts";
import { broken } from "./media-fault.ts";

/** One place in a file, and what stands there afterwards: other bytes, what stood there, or zeros. */
export interface Edit {
  readonly at: number;
  readonly end: number;
  readonly put?: Bytes | "same";
}

/** Far above what recorders and cameras make necessary; keeps what is remembered of a hostile file small. */
export const maxEdits = 32_768;

const zeroBytes = 65_536;

/** The file with the edits in their places: nothing moves, and what stays is not copied. No two may overlap. */
export function applyEdits(blob: Blob, edits: readonly Edit[]): (Blob | Bytes)[] {
  const zeros = new Blob([new Uint8Array(zeroBytes)]);
  const parts: (Blob | Bytes)[] = [];
  let done = 0;
  let last = 0;
  for (const { at, end, put } of edits.toSorted((one, other) => one.at - other.at)) {
    if (at < last || end > blob.size) throw broken();
    last = end;
    if (put === "same" || end === at) continue;
    parts.push(blob.slice(done, at));
    if (put) parts.push(put);
    else for (let left = end - at; left > 0; left -= zeroBytes) parts.push(zeros.slice(0, left));
    done = end;
  }
  return [...parts, blob.slice(done)];
}
