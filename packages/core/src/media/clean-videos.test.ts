import exifr from "exifr";
import { ALL_FORMATS, BufferSource, Input } from "mediabunny";
import { describe, expect, it } from "vitest";
import { holds, join, secret, uint } from "./fixtures/bytes.ts";
import { position } from "./fixtures/exif.ts";
import { heif } from "./fixtures/heif.ts";
import { load, refusal, type Cleaned } from "./fixtures/load.ts";
import { box, full, location, movie, movieWithTable, recordedAt, type MovieOptions } from "./fixtures/mp4.ts";
import { element, recordedAt as webmRecordedAt, webm } from "./fixtures/webm.ts";

/** What mediabunny, which nobody here wrote, reads of a video: its tags, its tracks and the bytes of each picture. */
async function read(bytes: Uint8Array) {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(Uint8Array.from(bytes)) });
  const { raw = {} } = await input.getMetadataTags();
  const track = await input.getPrimaryVideoTrack();
  const pictures: string[] = [];
  const { EncodedPacketSink } = await import("mediabunny");
  if (track) {
    for await (const { data } of new EncodedPacketSink(track).packets()) pictures.push(Buffer.from(data).toString());
  }
  return { raw, pictures, text: Buffer.from(bytes).toString("latin1") };
}

async function loadMovie(options: MovieOptions): Promise<{ before: Uint8Array; cleaned: Cleaned }> {
  const before = movie(options);
  const cleaned = await load(before);
  expect(cleaned.bytes.length).toBe(before.length);
  return { before, cleaned };
}

describe.each([
  ["an MP4", "isom", "video/mp4"],
  ["a QuickTime film", "qt  ", "video/quicktime"],
])("%s", (_name, brand, mimeType) => {
  it("loses its position and all else beside picture and sound, and nothing moves", async () => {
    const { before, cleaned } = await loadMovie({ brand, metadata: true });
    const all = await read(before);
    expect(all.raw).toMatchObject({ "©xyz": location, "com.apple.quicktime.location.ISO6709": location });
    expect(all.text).toContain(secret);
    const clean = await read(cleaned.bytes);
    expect(clean.raw).toEqual({});
    expect(clean.pictures).toEqual(["picture one", "the second picture"]);
    for (const trace of [secret, location, "udta", "meta", "uuid", "earth"]) expect(clean.text).not.toContain(trace);
    expect(cleaned).toMatchObject({ kind: "video", mimeType, width: 64, height: 48 });
  });

  it.each([false, true])("loses a track of positions and its samples, with 64-bit offsets: %s", async (wide) => {
    const { before, cleaned } = await loadMovie({ brand, positions: "meta", wide });
    expect(holds(before, `${secret} 13.25`)).toBe(true);
    expect(holds(cleaned.bytes, secret)).toBe(false);
    expect(holds(cleaned.bytes, "gpmd")).toBe(false);
    expect((await read(cleaned.bytes)).pictures).toEqual(["picture one", "the second picture"]);
  });

  it("forgets when it was recorded", async () => {
    const { before, cleaned } = await loadMovie({ brand });
    const recorded = Buffer.from(uint(recordedAt, 4));
    expect(Buffer.from(before).includes(recorded)).toBe(true);
    expect(cleaned.bytes.includes(recorded)).toBe(false);
    // Version 1 of the header has times of eight bytes.
    const long = box("mvhd", [1, 0, 0, 0], uint(recordedAt, 8), uint(recordedAt, 8), uint(1000, 4), uint(200, 8));
    expect((await loadMovie({ brand, inIndex: [long] })).cleaned.bytes.includes(recorded)).toBe(false);
  });

  it("stands up when its matrix turns it", async () => {
    expect((await loadMovie({ brand, turned: true })).cleaned).toMatchObject({ width: 48, height: 64 });
  });
});

describe("an MP4", () => {
  it.each(["text", "sbtl", "subt", "clcp"])("is refused with a track of %s", async (positions) => {
    expect(await refusal(movie({ positions }))).toBe("media-metadata");
  });

  it("is refused with data that could point anywhere", async () => {
    expect(await refusal(movie({ inIndex: [box("gps ", uint(1, 4))] }))).toBe("media-metadata");
    expect(await refusal(movie({ atEnd: [box("sefd", secret)] }))).toBe("media-metadata");
    expect(await refusal(join(movie(), uint(50, 4), "insta", secret))).toBe("media-broken");
  });

  it("keeps fragments, and is refused when a track of positions may lie in them", async () => {
    const fragment = box("moof", box("mfhd", uint(1, 8)), box("traf", box("tfhd", uint(1, 8)), box("udta", secret)));
    const { bytes } = await load(movie({ atEnd: [fragment] }));
    expect(holds(bytes, "tfhd")).toBe(true);
    expect(holds(bytes, secret)).toBe(false);
    expect(await refusal(movie({ atEnd: [fragment], positions: "camm" }))).toBe("media-metadata");
  });

  it("takes a box that reaches to the end of the file, and one with a 64-bit size", async () => {
    const rest = join(uint(0, 4), "mdat", "rest");
    const long = join(uint(1, 4), "free", uint(16 + secret.length, 8), secret);
    const { bytes } = await load(join(movie(), long, rest));
    expect(holds(bytes, secret)).toBe(false);
    expect(holds(bytes, "rest")).toBe(true);
    expect((await load(Uint8Array.from(bytes))).bytes).toEqual(bytes);
  });

  it("keeps its sound", async () => {
    const { bytes } = await load(movie({ positions: "soun" }));
    expect(holds(bytes, `${secret} 13.25`)).toBe(true);
    expect(holds(bytes, "soun")).toBe(true);
  });

  it("has free space of any length blanked to its end", async () => {
    const space = join(secret, new Uint8Array(200_000), secret);
    const before = join(movie(), box("skip", space), box("mdat", "rest"));
    const { bytes } = await load(before);
    expect(bytes.length).toBe(before.length);
    expect(holds(bytes, secret)).toBe(false);
    expect(bytes.subarray(-12).toString()).toBe("\0\0\0\x0cmdatrest");
  });

  it("has samples of one size, in chunks of several, blanked and no byte more", async () => {
    const data = join("keep-", "AAABBB", "-keep-", "CCC", "-keep-", "DDD", "-keep");
    const table = (sampleCount: number) => (at: number) => [
      full("stsc", uint(2, 4), uint(1, 4), uint(2, 4), uint(1, 4), uint(2, 4), uint(1, 4), uint(1, 4)),
      full("stsz", uint(3, 4), uint(sampleCount, 4)),
      full("stco", uint(3, 4), uint(at + 5, 4), uint(at + 17, 4), uint(at + 26, 4)),
    ];
    const { bytes } = await load(movieWithTable(table(4), data));
    const blank = "keep-\0\0\0\0\0\0-keep-\0\0\0-keep-\0\0\0-keep";
    expect(bytes.subarray(-data.length).toString("latin1")).toBe(blank);
    expect(await refusal(movieWithTable(table(3), data))).toBe("media-broken");
    expect(await refusal(movieWithTable(table(5), data))).toBe("media-broken");
  });

  it("is refused when its table of samples is too short, or longer than any recorder writes", async () => {
    const table = (count: number, sizes: number) => (at: number) => [
      full("stsc", uint(1, 4), uint(1, 4), uint(1, 4), uint(1, 4)),
      full("stsz", uint(0, 4), uint(count, 4), ...Array.from({ length: sizes }, () => uint(1, 4))),
      full("stco", uint(count, 4), ...Array.from({ length: count }, (_, n) => uint(at + n * 2, 4))),
    ];
    const data = new Uint8Array(80_000);
    expect(await refusal(movieWithTable(table(100, 100), data))).toBe("accepted");
    expect(await refusal(movieWithTable(table(100, 99), data))).toBe("media-broken");
    expect(await refusal(movieWithTable(table(35_000, 35_000), data))).toBe("media-broken");
  });

  it("is refused when it is cut off anywhere", async () => {
    const bytes = movie({ metadata: true, positions: "meta" });
    for (let length = 20; length < bytes.length; length += 1) {
      expect(await refusal(bytes.slice(0, length)), `${length} bytes`).toMatch(/media-(broken|type)/);
    }
  });

  it("is refused when the samples to remove lie outside its data, overlap, or do not add up", async () => {
    const bytes = movie({ positions: "meta" });
    const at = (type: string): number => Buffer.from(bytes).lastIndexOf(type) + 4;
    const offsets = at("stco") + 8;
    const change = (where: number, ...values: number[]): Uint8Array<ArrayBuffer> => {
      const changed = Uint8Array.from(bytes);
      changed.set(
        values.flatMap((value) => uint(value, 4)),
        where,
      );
      return changed;
    };
    const [first = 0] = new Uint32Array(Uint8Array.from(bytes.slice(offsets, offsets + 4)).reverse().buffer);
    expect(await refusal(change(offsets, 4))).toBe("media-broken");
    expect(await refusal(change(offsets, bytes.length - 8))).toBe("media-broken");
    expect(await refusal(change(offsets, bytes.length + 1, bytes.length + 999, bytes.length + 9999))).toBe(
      "media-broken",
    );
    expect(await refusal(change(offsets, Buffer.from(bytes).indexOf("mdat") - 2))).toBe("media-broken");
    expect(await refusal(change(offsets, Buffer.from(bytes).indexOf("moov") - 2))).toBe("media-broken");
    expect(await refusal(change(offsets, first, first + 1))).toBe("media-broken");
    expect(await refusal(change(offsets - 4, 2))).toBe("media-broken");
    expect(await refusal(change(offsets - 4, 4))).toBe("media-broken");
    expect(await refusal(change(at("stsz") + 8, 4))).toBe("media-broken");
    expect(await refusal(change(at("stsc") + 12, 2))).toBe("media-broken");
  });

  it("is refused without a picture", async () => {
    expect(await refusal(join(box("ftyp", "isom", uint(0, 4)), box("mdat", "data")))).toBe("media-broken");
  });
});

describe.each([
  ["heic", "image/heic"],
  ["avif", "image/avif"],
])("a picture of brand %s", (brand, mimeType) => {
  it("is refused with Exif and stays as it is without", async () => {
    const located = heif({ brand, exif: true });
    expect(await exifr.gps(located)).toEqual(position);
    expect(await refusal(located)).toBe("media-metadata");
    const bytes = heif({ brand });
    expect(await load(bytes)).toMatchObject({ kind: "image", mimeType, bytes: Buffer.from(bytes) });
  });

  it("is refused when it is cut off, or without an index", async () => {
    const bytes = heif({ brand });
    for (let length = 24; length < bytes.length; length += 1) {
      expect(await refusal(bytes.slice(0, length)), `${length} bytes`).toBe("media-broken");
    }
    expect(await refusal(join(box("ftyp", brand, uint(0, 4)), box("mdat", "data")))).toBe("media-broken");
  });
});

describe.each([
  ["a WebM", false],
  ["a WebM as a browser records it", true],
])("%s", (_name, recording) => {
  it("loses its position and all else beside picture and sound, and nothing moves", async () => {
    const before = webm({ metadata: true, recording });
    const all = await read(before);
    expect(all.raw).toMatchObject({ LOCATION: location });
    const cleaned = await load(before);
    expect(cleaned).toMatchObject({ kind: "video", mimeType: "video/webm" });
    expect(cleaned.bytes.length).toBe(before.length);
    const clean = await read(cleaned.bytes);
    expect(clean.raw).toEqual({});
    expect(clean.pictures).toEqual(all.pictures);
    expect(clean.pictures.length).toBe(4);
    const recorded = String.fromCharCode(...webmRecordedAt);
    expect(all.text).toContain(recorded);
    for (const trace of [secret, location, "LOCATION", recorded]) expect(clean.text).not.toContain(trace);
  });

  it("stays as it is when there is nothing to remove", async () => {
    const bytes = webm({ recording });
    expect((await load(bytes)).bytes).toEqual(Buffer.from(bytes));
  });

  it.each([0x11, 0x21, 3])("is refused with a track of type %i", async (secondTrack) => {
    expect(await refusal(webm({ recording, secondTrack }))).toBe("media-metadata");
  });
});

describe("a header across the edge of what is read at once", () => {
  const edges = Array.from({ length: 30 }, (_, n) => 65_536 - n);

  it("is read in an MP4", async () => {
    const film = movie();
    for (const edge of edges) {
      const space = box("free", new Uint8Array(edge - film.length - 8));
      const long = join(uint(1, 4), "udta", uint(16 + secret.length, 8), secret);
      const { bytes } = await load(join(film, space, long));
      expect(holds(bytes, secret), `${edge}`).toBe(false);
    }
  });

  it("is read in a WebM", async () => {
    const film = webm({ recording: true });
    for (const edge of edges) {
      const block = join([0xa3, 0x10], uint(edge - film.length - 5, 3), new Uint8Array(edge - film.length - 5));
      const tags = join(Buffer.from("1254c367", "hex"), 0x01, uint(secret.length, 7), secret);
      const { bytes } = await load(join(film, block, tags));
      expect(holds(bytes, secret), `${edge}`).toBe(false);
    }
  });
});

describe("a WebM", () => {
  it("is refused when it is cut off anywhere", async () => {
    const bytes = webm({ metadata: true });
    for (let length = 40; length < bytes.length; length += 1) {
      expect(await refusal(bytes.slice(0, length)), `${length} bytes`).toBe("media-broken");
    }
  });

  it("is refused without a picture, with parts out of place or without a length that must have one", async () => {
    const bytes = webm();
    const header = bytes.slice(0, Buffer.from(bytes).indexOf(Buffer.from("18538067", "hex")));
    const sound = element("1654ae6b", element("ae", element("83", 2)));
    expect(await refusal(join(header, element("18538067", sound)))).toBe("media-broken");
    expect(await refusal(join(bytes, element("1254c367", secret)))).toBe("media-broken");
    expect(await refusal(join(bytes, [0x18, 0x53, 0x80, 0x67, 0xff, 0x12, 0x54, 0xc3, 0x67, 0xff]))).toBe(
      "media-broken",
    );
    expect(await refusal(join(header, element("18538067", element("1549a966", 0xae, 0x84, 1))))).toBe("media-broken");
  });
});
