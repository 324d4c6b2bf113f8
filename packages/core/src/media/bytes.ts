import { broken } from "./media-fault.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** A file without what nobody needs to see it, and its size in pixels as shown. */
export interface CleanMedia {
  readonly parts: (Bytes | Blob)[];
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** Big-endian. Every read of a header goes through here, so that none leaves the file. */
export function readUint(bytes: Bytes, at: number, length: number): number {
  return readBytes(bytes, at, length).reduce((value, byte) => value * 256 + byte, 0);
}

/** Little-endian. */
export function readUintLE(bytes: Bytes, at: number, length: number): number {
  return readBytes(bytes, at, length).reduceRight((value, byte) => value * 256 + byte, 0);
}

export function readText(bytes: Bytes, at: number, length: number): string {
  return String.fromCharCode(...readBytes(bytes, at, length));
}

function readBytes(bytes: Bytes, at: number, length: number): Bytes {
  if (at + length > bytes.length) throw broken();
  return bytes.subarray(at, at + length);
}

export function toBytes(text: string): Bytes {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Copies the parts of a file that stay. */
export class Rewrite {
  readonly #source: Bytes;
  readonly #target: Bytes;
  length = 0;

  constructor(source: Bytes) {
    this.#source = source;
    // All that a cleaner adds is one orientation, of 40 bytes at most.
    this.#target = new Uint8Array(source.length + 64);
  }

  copy(from: number, to: number): void {
    if (to > this.#source.length) throw broken();
    this.put(this.#source.subarray(from, to));
  }

  /** At the end, or over what was written at `at`. */
  put(bytes: Bytes | readonly number[], at = this.length): void {
    this.#target.set(bytes, at);
    this.length = Math.max(this.length, at + bytes.length);
  }

  get bytes(): Bytes {
    return this.#target.subarray(0, this.length);
  }
}
