import { broken, MediaFault } from "./media-fault.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** A file without what nobody needs to see it, and its size in pixels as shown, where that is known. */
export interface CleanMedia {
  readonly parts: (Bytes | Blob)[];
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** The most that is read into memory at once: a whole picture, or the index of a video. */
const maxReadBytes = 67_108_864;

/** Big-endian. Headers are read here and nowhere else, so that no read leaves the file unseen. */
export function readUint(bytes: Bytes, at: number, length: number): number {
  if (at + length > bytes.length) throw broken();
  let value = 0;
  for (let index = at; index < at + length; index += 1) value = value * 256 + (bytes[index] ?? 0);
  return value;
}

/** Little-endian. */
export function readUintLE(bytes: Bytes, at: number, length: number): number {
  return readUint(bytes.slice(at, at + length).reverse(), 0, length);
}

/** As Latin-1; shorter where the bytes end before, so that no name fits. */
export function readText(bytes: Bytes, at: number, length: number): string {
  let text = "";
  for (const byte of bytes.subarray(at, at + length)) text += String.fromCharCode(byte);
  return text;
}

export function toBytes(text: string): Bytes {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** A copy of a part of a file, which the caller may change. */
export async function readBlob(blob: Blob, from: number, to: number, signal?: AbortSignal): Promise<Bytes> {
  signal?.throwIfAborted();
  if (to - from > maxReadBytes) throw new MediaFault("media-too-large", "More than 64 MiB. Make a smaller file.");
  return new Uint8Array(await blob.slice(from, to).arrayBuffer());
}

/** Reads a large file a window at a time: answers the bytes from a place on, 24 of them at least where there are. */
export function openWindow(blob: Blob, signal?: AbortSignal): (at: number) => Promise<Bytes> {
  let start = 0;
  let window: Bytes = new Uint8Array(0);
  return async (at) => {
    if (at + 24 > start + window.length) {
      window = await readBlob(blob, at, at + 65_536, signal);
      start = at;
    }
    return window.subarray(at - start);
  };
}
