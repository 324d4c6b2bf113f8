import exifr from "exifr";
import { describe, expect, it } from "vitest";
import { holds, join, secret, uint } from "./fixtures/bytes.ts";
import { position, writeExif } from "./fixtures/exif.ts";
import { cameraGif, plainGif } from "./fixtures/gif.ts";
import { cameraJpeg, plainJpeg, segment } from "./fixtures/jpeg.ts";
import { load, refusal } from "./fixtures/load.ts";
import { cameraPng, chunk, plainPng } from "./fixtures/png.ts";
import { cameraWebp, plainWebp, webpChunk, webpFile } from "./fixtures/webp.ts";

/** Every kind of metadata that exifr knows, each under its own name. */
const everything = { tiff: true, exif: true, gps: true, ifd1: true, xmp: true, iptc: true, icc: false, jfif: false };

const inverted = (bytes: Uint8Array, at: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 255 : byte));

describe("a JPEG", () => {
  it("loses its position and all else that exifr finds", async () => {
    const bytes = cameraJpeg({ orientation: 1 });
    expect(await exifr.gps(bytes)).toEqual(position);
    expect(JSON.stringify(await exifr.parse(bytes, everything))).toContain(secret);
    const cleaned = await load(bytes);
    expect(await exifr.parse(cleaned.bytes, everything)).toBeUndefined();
    expect(holds(cleaned.bytes, secret)).toBe(false);
    expect(cleaned).toMatchObject({ kind: "image", mimeType: "image/jpeg", width: 16, height: 8 });
  });

  it("is, byte for byte, the picture with its colours and without the rest", async () => {
    const kept = [segment(0xe2, "ICC_PROFILE\0", [1, 1], "profile"), segment(0xee, "Adobe", [0, 100, 0, 0, 0, 0, 0])];
    const { bytes } = await load(cameraJpeg());
    expect(bytes).toEqual(Buffer.from(plainJpeg({ segments: kept })));
  });

  it.each([2, 3, 4, 5, 6, 7, 8])("keeps orientation %i alone", async (orientation) => {
    for (const little of [false, true]) {
      const { bytes, width, height } = await load(cameraJpeg({ orientation, little }));
      expect(await exifr.parse(bytes, { ...everything, translateValues: false })).toEqual({ Orientation: orientation });
      expect([width, height]).toEqual(orientation > 4 ? [8, 16] : [16, 8]);
    }
  });

  it("drops an Exif that nobody can read, and an orientation that does not exist", async () => {
    const unreadable = [
      join("MM\0*", uint(9999, 4)),
      join("XX", writeExif({ orientation: 6, little: true }).slice(2)),
      join("MM", writeExif({ orientation: 6, little: true }).slice(2)),
      join("MM\0*", uint(8, 4), uint(65_535, 2)),
      writeExif({ orientation: 9 }),
      writeExif({ orientation: 0 }),
    ];
    for (const exif of unreadable) {
      const { bytes } = await load(plainJpeg({ segments: [segment(0xe1, "Exif\0\0", exif)] }));
      expect(bytes).toEqual(Buffer.from(plainJpeg()));
    }
  });

  it("keeps the first orientation of two, as viewers do", async () => {
    const segments = [6, 3].map((orientation) => segment(0xe1, "Exif\0\0", writeExif({ orientation })));
    const { bytes } = await load(plainJpeg({ segments }));
    expect(await exifr.orientation(bytes)).toBe(6);
    expect(bytes.indexOf("Exif")).toBe(bytes.lastIndexOf("Exif"));
  });

  it("is refused when its Exif is too short for the orientation that it claims", async () => {
    const entry = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
    const short = segment(0xe1, "Exif\0\0", "MM\0*", uint(8, 4), uint(1, 2), entry);
    expect(await refusal(plainJpeg({ segments: [short] }))).toBe("media-broken");
    expect(await refusal(join([0xff, 0xd8], short))).toBe("media-broken");
    const whole = segment(0xe1, "Exif\0\0", "MM\0*", uint(8, 4), uint(1, 2), entry, uint(0, 4));
    for (let length = 22; length < 2 + whole.length; length += 1) {
      expect(await refusal(join([0xff, 0xd8], whole).slice(0, length)), `${length} bytes`).toBe("media-broken");
    }
    expect((await load(plainJpeg({ segments: [whole] }))).bytes).toEqual(Buffer.from(plainJpeg({ segments: [whole] })));
  });

  it("drops a JFIF header that has a thumbnail", async () => {
    const thumbnail = segment(0xe0, "JFIF\0", [1, 1, 0, 0, 1, 0, 1, 1, 1, 7, 7, 7]);
    const extension = segment(0xe0, "JFXX\0", 0x13, [1, 1, 7, 7, 7]);
    const { bytes } = await load(plainJpeg({ segments: [thumbnail, extension] }));
    expect(bytes).toEqual(Buffer.from(plainJpeg()));
  });

  it("keeps every scan, restarts, stuffed bytes and fill bytes", async () => {
    const scan = segment(0xda, [1, 1, 0, 0, 63, 0]);
    const data = join([0xff, 0, 0xff, 0xd0, 1, 0xff, 0xff, 0xd7, 2, 0xff, 0]);
    const picture = plainJpeg().slice(0, -2);
    const tail = join([0xff], segment(0xc4, 0, Array<number>(16).fill(0)), scan, data);
    const hidden = segment(0xfe, secret);
    const { bytes } = await load(join(picture, hidden, tail, hidden, scan, data, [0xff, 0xd9]));
    expect(bytes).toEqual(Buffer.from(join(picture, tail.slice(1), scan, data, [0xff, 0xd9])));
  });

  it("is refused when it is cut off anywhere", async () => {
    const bytes = plainJpeg({ segments: [segment(0xe1, "Exif\0\0", writeExif({ orientation: 6 }))] });
    for (let length = 3; length < bytes.length; length += 1) {
      expect(await refusal(bytes.slice(0, length)), `${length} bytes`).toBe("media-broken");
    }
  });

  it("is refused without a size, without a scan, with two frames or with markers out of place", async () => {
    const frame = segment(0xc0, 8, uint(8, 2), uint(16, 2), [1, 1, 0x11, 0]);
    const scan = join(segment(0xda, [1, 1, 0, 0, 63, 0]), 0x3f);
    const wrong = [
      [scan],
      [frame],
      [frame, frame, scan],
      [join([0xff, 0xd8]), frame, scan],
      [join([0xff, 0xf7, 0, 2]), frame, scan],
      [join([0xff, 0xe1, 0, 1]), frame, scan],
      [join([7]), frame, scan],
      [frame, join([0xff, 0xda, 0, 0, 0x3f])],
      [segment(0xc0, 8, uint(0, 2), uint(16, 2), [1, 1, 0x11, 0]), scan],
    ];
    for (const pieces of wrong) {
      expect(await refusal(join([0xff, 0xd8, 0xff, 0xfe, 0, 2], ...pieces, [0xff, 0xd9]))).toBe("media-broken");
    }
    expect(await refusal(join([0xff, 0xd8], frame, scan, [0xff, 0xd9]))).toBe("accepted");
  });
});

describe("a PNG", () => {
  it("loses its position and all else that exifr finds", async () => {
    const bytes = cameraPng();
    expect(await exifr.gps(bytes)).toEqual(position);
    const cleaned = await load(bytes);
    expect(await exifr.gps(cleaned.bytes)).toBeUndefined();
    expect(await exifr.parse(cleaned.bytes, { ...everything, ihdr: false })).toBeUndefined();
    expect(cleaned).toMatchObject({ kind: "image", mimeType: "image/png", width: 5, height: 3 });
  });

  it("is, byte for byte, the picture with its colours and its scale", async () => {
    const { bytes } = await load(cameraPng({ orientation: 1 }));
    const kept = [chunk("gAMA", uint(45455, 4)), chunk("pHYs", uint(2835, 4), uint(2835, 4), 1)];
    expect(bytes).toEqual(Buffer.from(plainPng(kept)));
  });

  it("keeps an animation", async () => {
    const bytes = plainPng([
      chunk("acTL", uint(1, 4), uint(0, 4)),
      chunk("fcTL", Array<number>(26).fill(0)),
      chunk("fdAT", "x"),
    ]);
    expect((await load(bytes)).bytes).toEqual(Buffer.from(bytes));
  });

  it("is refused when only its Exif shows it the right way up", async () => {
    expect(await refusal(cameraPng({ orientation: 6 }))).toBe("media-metadata");
  });

  it("is refused when it is cut off anywhere", async () => {
    const bytes = plainPng([chunk("eXIf", writeExif())]);
    for (let length = 8; length < bytes.length; length += 1) {
      expect(await refusal(bytes.slice(0, length)), `${length} bytes`).toBe("media-broken");
    }
  });

  it("is refused with chunks out of place or of a kind that may not be skipped", async () => {
    const good = plainPng();
    const header = good.slice(0, 33);
    expect(await refusal(plainPng([chunk("CgBI", uint(0, 4))]))).toBe("media-broken");
    expect(await refusal(plainPng([good.slice(8, 33)]))).toBe("media-broken");
    expect(await refusal(join(header, chunk("IEND")))).toBe("media-broken");
    expect(await refusal(join(good.slice(0, -12), chunk("IEND", secret)))).toBe("media-broken");
    expect(await refusal(join(good.slice(0, 8), good.slice(33)))).toBe("media-broken");
    expect(await refusal(join(good.slice(0, 8), chunk("IHDR", good.slice(16, 29), 0), good.slice(33)))).toBe(
      "media-broken",
    );
  });
});

describe("a GIF", () => {
  it("keeps frames, times and loops, and nothing else", async () => {
    const cleaned = await load(cameraGif());
    expect(cleaned.bytes).toEqual(Buffer.from(plainGif()));
    expect(cleaned).toMatchObject({ kind: "image", mimeType: "image/gif", width: 3, height: 2 });
  });

  it("is refused when it is cut off anywhere, or holds something unknown or no frame", async () => {
    const bytes = cameraGif().slice(0, cameraGif().lastIndexOf(0x3b));
    for (let length = 6; length < bytes.length; length += 1) {
      expect(await refusal(bytes.slice(0, length)), `${length} bytes`).toBe("media-broken");
    }
    expect(await refusal(plainGif(join("?")))).toBe("media-broken");
    expect(await refusal(plainGif(join("?", 1, 0)))).toBe("media-broken");
    expect(await refusal(join(plainGif().slice(0, 19), ";"))).toBe("media-broken");
  });
});

describe("a WebP", () => {
  const blankAndWhole = async (animated: boolean): Promise<void> => {
    const original = cameraWebp({ animated });
    const { bytes, ...cleaned } = await load(original);
    // Where the name of each chunk stands, and what its flags say of it.
    const exifAt = Buffer.from(original).indexOf("EXIF");
    expect(await exifr.gps(original.slice(exifAt + 8))).toEqual(position);
    expect(bytes.subarray(exifAt + 8, exifAt + 200).every((byte) => byte === 0)).toBe(true);
    for (const trace of [secret, "EXIF", "XMP ", "GPS", "HIDE"]) expect(holds(bytes, trace), trace).toBe(false);
    for (const name of ["VP8X", "ICCP", "VP8L"]) expect(bytes.indexOf(name)).toBe(Buffer.from(original).indexOf(name));
    expect(bytes[20]).toBe(animated ? 0x22 : 0x20);
    expect(bytes.length).toBe(bytes.readUInt32LE(4) + 8);
    expect(cleaned).toMatchObject({
      kind: "image",
      mimeType: "image/webp",
      width: animated ? 300 : 1,
      height: animated ? 200 : 1,
    });
  };

  it("loses Exif, XMP and unknown chunks, and says so in its flags", () => blankAndWhole(false));
  it("loses them in the frames of an animation too", () => blankAndWhole(true));

  it("stays as it is when there is nothing to remove", async () => {
    expect((await load(plainWebp())).bytes).toEqual(Buffer.from(plainWebp()));
  });

  it("tells its size in each of the three layouts", async () => {
    const lossy = webpFile(webpChunk("VP8 ", [0, 0, 0, 0x9d, 1, 0x2a, 0x40, 0x41, 0x20, 0x80]));
    expect(await load(lossy)).toMatchObject({ width: 320, height: 32 });
    const lossless = webpFile(webpChunk("VP8L", 0x2f, [0x3f, 0xc1, 0xc7, 0x00]));
    expect(await load(lossless)).toMatchObject({ width: 320, height: 800 });
  });

  it("is refused when only its Exif shows it the right way up, with and without the name of JPEG", async () => {
    expect(await refusal(cameraWebp({ orientation: 8 }))).toBe("media-metadata");
    const named = join(cameraWebp().slice(12, 30), webpChunk("EXIF", "Exif\0\0", writeExif({ orientation: 8 })));
    expect(await refusal(webpFile(named))).toBe("media-metadata");
  });

  it("is refused when it is cut off anywhere, without a picture, or with a frame that is too short", async () => {
    const bytes = cameraWebp({ animated: true });
    const end = Buffer.from(bytes).readUInt32LE(4) + 8;
    for (let length = 12; length < end; length += 1) {
      expect(await refusal(bytes.slice(0, length)), `${length} bytes`).toBe("media-broken");
    }
    const canvas = webpChunk("VP8X", [0, 0, 0, 0, 1, 0, 0, 1, 0, 0]);
    expect(await refusal(webpFile(canvas))).toBe("media-broken");
    expect(await refusal(webpFile(canvas, webpChunk("ANMF", "short"), plainWebp().slice(12)))).toBe("media-broken");
    const pixel = plainWebp().slice(12);
    const hiding = join(webpChunk("ANMF", Array<number>(8).fill(0)), webpChunk("NULL"));
    expect(await refusal(webpFile(canvas, hiding, pixel))).toBe("media-broken");
    const leaving = webpChunk("ANMF", Array<number>(16).fill(0), "OVER", [8, 0, 0, 0]);
    expect(await refusal(webpFile(canvas, leaving, webpChunk("NULL"), pixel))).toBe("media-broken");
    const sizeOfChunk = bytes.indexOf(0x2f) - 4;
    expect(await refusal(inverted(bytes, sizeOfChunk + 1))).toBe("media-broken");
  });
});
