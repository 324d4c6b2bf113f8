import { inflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { fakeCapabilities, mergeCapabilities } from "../fake/fake-capabilities.ts";
import { sampleImage, sampleVideo, tooLarge } from "./samples.ts";

it("has a PNG that a decoder reads", async () => {
  const image = sampleImage(fakeCapabilities, "A door.");
  const bytes = new Uint8Array(await image!.blob.arrayBuffer());
  expect([...bytes.slice(1, 4)].map((code) => String.fromCharCode(code)).join("")).toBe("PNG");
  const view = new DataView(bytes.buffer);
  const start = bytes.findIndex((_, index) => view.getUint8(index) === 0x49 && view.getUint8(index + 3) === 0x54);
  const length = view.getUint32(start - 4);
  // One pixel: a filter byte and four channels.
  expect(inflateSync(bytes.slice(start + 4, start + 4 + length))).toHaveLength(5);
});

it("has nothing for a network that takes no type of ours", () => {
  const capabilities = mergeCapabilities(fakeCapabilities, {
    media: { image: { types: ["image/avif"] }, video: { types: ["video/webm"] } },
  });
  expect(sampleImage(capabilities, "")).toBeUndefined();
  expect(sampleVideo(capabilities, "")).toBeUndefined();
});

it("makes a picture one byte too large", () => {
  const rule = { max: 1, types: ["image/png"], maxBytes: 5000 };
  expect(tooLarge(sampleImage(fakeCapabilities, "")!, rule).blob.size).toBe(5001);
});
