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

/** The box at `at`, which ends at `limit` at the latest. */
export function readBox(bytes: Bytes, at: number, limit: number): Box {
  const size = readUint(bytes, at, 4);
  const type = readText(bytes, at + 4, 4);
  const body = size === 1 ? at + 16 : at + 8;
  const end = size === 1 ? at + readUint(bytes, at + 8, 8) : size ? at + size : limit;
  if (end < body || end > limit) throw broken();
  return { type, at, body, end };
}

export function* listBoxes(bytes: Bytes, from: number, to: number): Generator<Box> {
  for (let at = from; at < to; ) {
    const box = readBox(bytes, at, to);
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
