import type { Bytes } from "./bytes.ts";
import { broken, MediaFault } from "./media-fault.ts";

const windowBytes = 65_536;

/** The most that is read into memory at once: a whole picture, or the index of a video. */
const maxReadBytes = 67_108_864;

/** Reads pieces of a large file, a window at a time, so that a video never lies in memory as a whole. */
export class BlobReader {
  readonly blob: Blob;
  readonly #signal: AbortSignal | undefined;
  #start = 0;
  #window: Bytes = new Uint8Array(0);

  constructor(blob: Blob, signal?: AbortSignal) {
    this.blob = blob;
    this.#signal = signal;
  }

  /** A copy that the caller may change. */
  async read(from: number, to: number): Promise<Bytes> {
    this.#signal?.throwIfAborted();
    if (to > this.blob.size) throw broken();
    if (to - from > maxReadBytes) {
      throw new MediaFault("media-too-large", "More than 64 MiB of it are not video data. Make a smaller file.");
    }
    return new Uint8Array(await this.blob.slice(from, to).arrayBuffer());
  }

  /** The bytes around a position, and where they begin: at least 16 from it on, unless the file ends before. */
  async peek(at: number): Promise<Bytes> {
    if (at < this.#start || at + 16 > this.#start + this.#window.length) {
      this.#window = await this.read(at, Math.min(at + windowBytes, this.blob.size));
      this.#start = at;
    }
    return this.#window.subarray(at - this.#start);
  }
}

/** One place in a file that is written over: with `bytes`, or with zeros up to `end`. */
export interface Edit {
  readonly at: number;
  readonly end: number;
  readonly bytes?: Bytes;
}

/** The file with the edits in their places: nothing moves, and what stays is not copied. */
export function applyEdits(blob: Blob, edits: readonly Edit[]): Blob[] {
  const zeros = new Blob([new Uint8Array(windowBytes)]);
  const parts: Blob[] = [];
  let at = 0;
  for (const edit of edits.toSorted((one, other) => one.at - other.at)) {
    if (edit.at < at && edit.bytes) throw broken();
    if (edit.at > at) parts.push(blob.slice(at, edit.at));
    at = Math.max(at, edit.at);
    if (edit.bytes) parts.push(new Blob([edit.bytes]));
    else for (let from = at; from < edit.end; from += windowBytes) parts.push(zeros.slice(0, edit.end - from));
    at = Math.max(at, edit.end);
  }
  return [...parts, blob.slice(at)];
}
