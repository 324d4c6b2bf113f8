import { readText, readUint, type Bytes } from "./bytes.ts";
import { broken } from "./media-fault.ts";

/** One box of the ISO base media file format (ISO/IEC 14496-12), which QuickTime calls an atom. */
export interface Box {
  readonly type: string;
  readonly at: number;
  /** Where its content begins. */
  readonly body: number;
  readonly end: number;
}

/** The box of which `bytes` are the beginning, and which lies between `at` and `limit` at the longest. */
export function readBox(bytes: Bytes, at: number, limit: number): Box {
  const size = readUint(bytes, 0, 4);
  const body = at + (size === 1 ? 16 : 8);
  const end = size ? at + (size === 1 ? readUint(bytes, 8, 8) : size) : limit;
  if (end < body || end > limit) throw broken();
  return { type: readText(bytes, 4, 4), at, body, end };
}

export function* listBoxes(bytes: Bytes, from: number, to: number): Generator<Box> {
  for (let at = from; at < to;) {
    const box = readBox(bytes.subarray(at), at, to);
    yield box;
    at = box.end;
  }
}

/** The first box that fits, on each step of the way down. */
export function findBox(bytes: Bytes, parent: Box, ...path: RegExp[]): Box {
  return path.reduce((box, type) => {
    for (const child of listBoxes(bytes, box.body, box.end)) if (type.test(child.type)) return child;
    throw broken();
  }, parent);
}
