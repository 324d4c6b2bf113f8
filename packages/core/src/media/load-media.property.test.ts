import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bytes } from "./bytes.ts";
import { secret, uint } from "./fixtures/bytes.ts";
import { cameraGif } from "./fixtures/gif.ts";
import { heif } from "./fixtures/heif.ts";
import { cameraJpeg } from "./fixtures/jpeg.ts";
import { load, refusal } from "./fixtures/load.ts";
import { box, movie } from "./fixtures/mp4.ts";
import { cameraPng } from "./fixtures/png.ts";
import { webm } from "./fixtures/webm.ts";
import { cameraWebp } from "./fixtures/webp.ts";

const files: readonly (readonly [name: string, bytes: Bytes])[] = [
  ["JPEG", cameraJpeg({ orientation: 6, little: true })],
  ["PNG", cameraPng()],
  ["GIF", cameraGif()],
  ["WebP", cameraWebp({ animated: true })],
  ["HEIC", heif()],
  ["MP4", movie({ metadata: true, positions: "meta", atEnd: [box("moof", box("traf", box("tfhd", uint(1, 8))))] })],
  ["QuickTime", movie({ brand: "qt  ", metadata: true, positions: "meta", wide: true })],
  ["WebM", webm({ metadata: true })],
  ["live WebM", webm({ metadata: true, recording: true })],
];

/** One way to damage a file, as if by a bad disk or by somebody who knows the format. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), at: fc.nat(), with: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
  fc.record({ kind: fc.constant("insert" as const), at: fc.nat(), with: fc.uint8Array({ maxLength: 20 }) }),
  fc.record({ kind: fc.constant("remove" as const), at: fc.nat(), length: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat() }),
  fc.record({ kind: fc.constant("repeat" as const), at: fc.nat(), length: fc.integer({ min: 1, max: 200 }) }),
  // Sizes at the edges of what fits: nothing, one, the most.
  fc.record({
    kind: fc.constant("set" as const),
    at: fc.nat(),
    with: fc.constantFrom(...[0, 1, 2 ** 31, 2 ** 32 - 1].map((value) => Uint8Array.from(uint(value, 4)))),
  }),
);

function apply(bytes: Bytes, change: typeof damage extends fc.Arbitrary<infer T> ? T : never): Bytes {
  // Behind the first bytes, so that most files are still taken for what they were.
  const at = 4 + (change.at % Math.max(1, bytes.length - 4));
  const before = bytes.slice(0, at);
  const after = bytes.slice(at);
  switch (change.kind) {
    case "set":
      return Uint8Array.from([...before, ...change.with, ...after.slice(change.with.length)]);
    case "insert":
      return Uint8Array.from([...before, ...change.with, ...after]);
    case "remove":
      return Uint8Array.from([...before, ...after.slice(change.length)]);
    case "repeat":
      return Uint8Array.from([...before, ...after.slice(0, change.length), ...after]);
    case "cut":
      return before;
  }
}

describe.each(files)("a damaged %s", (_name, bytes) => {
  it("is cleaned or refused with the promised error, never anything else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (changes) => {
        const rule = await refusal(changes.reduce(apply, bytes));
        expect(rule).toMatch(/^(accepted|media-(broken|metadata|type|too-large))$/);
      }),
      { numRuns: 400 },
    );
  });

  it("is left alone when it is cleaned again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { maxLength: 2 }), async (changes) => {
        const once = await load(changes.reduce(apply, bytes)).catch(() => undefined);
        if (once) expect((await load(once.blob)).id).toBe(once.id);
      }),
      { numRuns: 200 },
    );
  });
});

describe("bytes by chance", () => {
  it("are refused with the promised error behind every beginning", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(60),
        fc.uint8Array({ maxLength: 300 }),
        async ([, start], length, rest) => {
          expect(await refusal(Uint8Array.from([...start.slice(0, length), ...rest]))).toMatch(/^(accepted|media-)/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("hostile files", () => {
  /** Many small parts, where a reader that looks at each more than once would take minutes. */
  const times = (count: number, part: Bytes): Bytes => {
    const all = new Uint8Array(count * part.length);
    for (let n = 0; n < count; n += 1) all.set(part, n * part.length);
    return all;
  };

  it.each<[string, Bytes, Bytes, string]>([
    [
      "JPEG of empty comments",
      cameraJpeg().slice(0, 2),
      times(250_000, Uint8Array.from([0xff, 0xfe, 0, 2])),
      "media-broken",
    ],
    ["JPEG of fill bytes", cameraJpeg().slice(0, 2), times(1_000_000, Uint8Array.from([0xff])), "media-broken"],
    ["JPEG of stuffed bytes", cameraJpeg().slice(0, -100), times(500_000, Uint8Array.from([0xff, 0])), "accepted"],
    ["GIF of one-byte blocks", cameraGif().slice(0, 40), times(500_000, Uint8Array.from([1, 1])), "media-broken"],
    ["MP4 of empty boxes", movie(), times(60_000, box("free")), "accepted"],
    ["MP4 of more", movie(), times(70_000, box("free")), "media-broken"],
    ["MP4 of one-byte boxes", movie(), times(4_000, box("skip", "x")), "accepted"],
    ["WebM of empty elements", webm({ recording: true }), times(500_000, Uint8Array.from([0xa3, 0x80])), "accepted"],
    ["WebM of checksums", webm({ recording: true }), times(70_000, Uint8Array.from([0xbf, 0x80])), "media-broken"],
  ])("%s end in time", async (_name, start, rest, expected) => {
    expect(await refusal(new Blob([start, rest]))).toBe(expected);
  });

  it("says nothing of what it refuses", async () => {
    const failure = await load(Uint8Array.from([...cameraPng().slice(0, 300)])).catch((error: unknown) => error);
    expect(JSON.stringify(failure) + String(failure)).not.toContain(secret);
  });
});
