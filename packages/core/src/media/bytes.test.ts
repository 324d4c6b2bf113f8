import { describe, expect, it } from "vitest";
import { readText, readUint, readUintLE } from "./bytes.ts";
import { MediaFault } from "./media-fault.ts";

const bytes = Uint8Array.from([1, 2, 3, 0xff]);

describe("reading numbers", () => {
  it("knows both orders and values above 32 bits", () => {
    expect(readUint(bytes, 0, 4)).toBe(0x010203ff);
    expect(readUintLE(bytes, 0, 4)).toBe(0xff030201);
    expect(readUint(Uint8Array.from([0, 1, 0, 0, 0, 0, 0, 2]), 0, 8)).toBe(2 ** 48 + 2);
  });

  it("refuses a number that reaches beyond the end, rather than to make one of what is there", () => {
    for (const read of [readUint, readUintLE]) {
      for (const [at, length] of [
        [3, 2],
        [4, 1],
        [2 ** 40, 4],
      ] as const) {
        expect(() => read(bytes, at, length)).toThrow(MediaFault);
      }
    }
  });

  it("shortens a text that does", () => {
    expect(readText(bytes, 2, 9)).toBe("\x03\xff");
    expect(readText(bytes, 9, 9)).toBe("");
  });
});
