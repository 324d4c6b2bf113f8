import { fakeAdapter } from "@carecast/testing";
import { expect, test } from "vitest";

import { createCarecast, memoryLedger } from "../index.ts";

/** The smallest picture: one transparent pixel, as a GIF. */
const pixel = Uint8Array.from(atob("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"), (letter) =>
  letter.charCodeAt(0),
);
const picture = { bytes: pixel, alt: "A map of Riverton" };

test("a picture is read once and sent to every channel with its description", async () => {
  const [one, two] = [fakeAdapter(), fakeAdapter()];
  const care = createCarecast({ channels: { one, two }, ledger: memoryLedger() });
  const report = await care.publish({ text: "a", media: [picture] });
  expect(report.ok).toBe(true);
  for (const fake of [one, two])
    expect(fake.posts[0]?.body.media).toMatchObject([
      { kind: "image", mimeType: "image/gif", alt: "A map of Riverton" },
    ]);
});

test("a picture that only decorates has an empty description", async () => {
  const fake = fakeAdapter();
  const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
  await care.publish({ text: "a", media: [{ bytes: pixel, decorative: true }] });
  expect(fake.posts[0]?.body.media).toMatchObject([{ alt: "" }]);
});

const image = { max: 4, types: ["image/gif"], maxBytes: 1000, maxPixels: 100 };

test.each([
  ["media-type", { image: { ...image, types: ["image/png"] } }, "media[0]"],
  ["media-size", { image: { ...image, maxBytes: 10 } }, "media[0]"],
  ["media-pixels", { image: { ...image, maxPixels: 0 } }, "media[0]"],
  ["media-count", { image: { ...image, max: 1 } }, "media"],
])("what a channel does not take is refused before anything is sent: %s", async (rule, media, path) => {
  const fake = fakeAdapter({ capabilities: { media } });
  const other = fakeAdapter();
  const care = createCarecast({ channels: { press: fake, other }, ledger: memoryLedger() });
  const pictures = [picture, { ...picture, alt: "Another map" }];
  await expect(care.publish({ text: "a", media: pictures })).rejects.toMatchObject({
    code: "invalid-post",
    path,
    violations: expect.arrayContaining([expect.objectContaining({ rule, channel: "press" })]) as unknown,
  });
  expect([...fake.calls, ...other.calls]).toEqual([]);
});

test("a file that is no picture is refused with its place", async () => {
  const fake = fakeAdapter();
  const care = createCarecast({ channels: { press: fake }, ledger: memoryLedger() });
  const media = [picture, { bytes: new TextEncoder().encode("<svg/>"), alt: "x" }];
  await expect(care.publish({ text: "a", media })).rejects.toMatchObject({ code: "invalid-post", path: "media[1]" });
  expect(fake.calls).toEqual([]);
});
