import { parseCid } from "./cid.ts";

/**
 * The one way to write a record in DAG-CBOR (https://ipld.io/specs/codecs/dag-cbor/spec/): definite lengths, the
 * shortest integers, map keys by length and then by bytes. `{"$link": cid}` becomes tag 42, `{"$bytes": base64}` bytes.
 * What it returns lasts until the next call.
 */
export function encodeCbor(value: unknown): Uint8Array {
  writer.clear();
  writer.value(value);
  return writer.done();
}

const textEncoder = new TextEncoder();

class Writer {
  private bytes = new Uint8Array(4096);
  private length = 0;

  value(value: unknown): void {
    switch (typeof value) {
      case "string":
        this.text(value);
        return;
      case "number":
        this.integer(value);
        return;
      case "boolean":
        this.byte(value ? 0xf5 : 0xf4);
        return;
      case "object":
        if (value === null) this.byte(0xf6);
        else if (Array.isArray(value)) this.list(value);
        else this.map(value as Record<string, unknown>);
        return;
      default:
        throw new TypeError(`a record cannot hold a ${typeof value}`);
    }
  }

  /** Also after a value that broke off in the middle. */
  clear(): void {
    this.length = 0;
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private text(text: string): void {
    // Three bytes a UTF-16 unit are the most that UTF-8 needs.
    this.reserve(text.length * 3 + 9);
    const size = textEncoder.encodeInto(text, this.bytes.subarray(this.length + 9)).written;
    const from = this.length + 9;
    this.head(3, size);
    this.bytes.copyWithin(this.length, from, from + size);
    this.length += size;
  }

  private integer(value: number): void {
    if (!Number.isSafeInteger(value)) throw new TypeError("a record holds whole numbers only");
    if (value >= 0) this.head(0, value);
    else this.head(1, -1 - value);
  }

  private list(items: readonly unknown[]): void {
    this.head(4, items.length);
    for (const item of items) this.value(item);
  }

  private map(map: Record<string, unknown>): void {
    const link = map["$link"];
    const bytes = map["$bytes"];
    const names = Object.keys(map).filter((name) => map[name] !== undefined);
    if (typeof link === "string" && names.length === 1) {
      this.head(6, 42);
      this.raw(Uint8Array.of(0, ...parseCid(link)));
      return;
    }
    if (typeof bytes === "string" && names.length === 1) {
      this.raw(Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)));
      return;
    }
    this.head(5, names.length);
    for (const name of names.sort(byLengthThenBytes)) {
      this.text(name);
      this.value(map[name]);
    }
  }

  private raw(bytes: Uint8Array): void {
    this.head(2, bytes.byteLength);
    this.reserve(bytes.byteLength);
    this.bytes.set(bytes, this.length);
    this.length += bytes.byteLength;
  }

  private head(major: number, value: number): void {
    const type = major << 5;
    if (value < 24) {
      this.byte(type | value);
      return;
    }
    const width = value < 0x100 ? 1 : value < 0x1_0000 ? 2 : value < 0x1_0000_0000 ? 4 : 8;
    this.byte(type | (24 + Math.log2(width)));
    for (let left = width - 1; left >= 0; left -= 1) this.byte(Math.floor(value / 256 ** left) % 256);
  }

  private byte(byte: number): void {
    this.reserve(1);
    this.bytes[this.length] = byte;
    this.length += 1;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.byteLength) return;
    const bigger = new Uint8Array(Math.max(this.bytes.byteLength * 2, this.length + more));
    bigger.set(this.bytes.subarray(0, this.length));
    this.bytes = bigger;
  }
}

/** UTF-16 order is byte order for the names that lexicons use. */
function byLengthThenBytes(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : 1);
}

// Nothing here waits, so one piece of working memory serves every call.
const writer = new Writer();
