import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { InvalidPostError } from "@carecast/adapter";
import { manualClock } from "@carecast/testing";
import { describe, expect, it, vi } from "vitest";
import { openMedia } from "../node/index.ts";
import { join, secret, uint } from "./fixtures/bytes.ts";
import { plainGif } from "./fixtures/gif.ts";
import { heif } from "./fixtures/heif.ts";
import { cameraJpeg, plainJpeg } from "./fixtures/jpeg.ts";
import { load, refusal } from "./fixtures/load.ts";
import { box, movie } from "./fixtures/mp4.ts";
import { plainPng } from "./fixtures/png.ts";
import { webm } from "./fixtures/webm.ts";
import { plainWebp } from "./fixtures/webp.ts";
import { loadMedia, type LoadedMedia } from "./load-media.ts";

const clock = manualClock();
const files = [
  ["image/jpeg", plainJpeg()],
  ["image/png", plainPng()],
  ["image/gif", plainGif()],
  ["image/webp", plainWebp()],
  ["image/avif", heif({ brand: "avif" })],
  ["image/heic", heif({ brand: "heic" })],
  ["image/heic", heif({ brand: "mif1" })],
  ["video/mp4", movie({ brand: "iso5" })],
  ["video/mp4", movie({ brand: "XAVC" })],
  ["video/quicktime", movie({ brand: "qt  " })],
  ["video/webm", webm()],
] as const;

describe("loadMedia", () => {
  it.each(files)("tells %s by its bytes, whatever the Blob claims", async (mimeType, bytes) => {
    const loaded = await load(new Blob([bytes], { type: "text/html" }));
    expect(loaded.mimeType).toBe(mimeType);
    expect(loaded.blob.type).toBe(mimeType);
    expect(loaded.kind).toBe(mimeType.startsWith("image") ? "image" : "video");
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["one byte", join(0xff)],
    ["text", join("<svg xmlns='http://www.w3.org/2000/svg'/>")],
    ["a page with a picture's name", join("<html>.jpg")],
    ["a PDF", join("%PDF-1.7\n")],
    ["a TIFF", join("MM\0*", uint(8, 4))],
    ["sound", join("RIFF", [4, 0, 0, 0], "WAVE")],
    ["a raw photo", box("ftyp", "crx ", uint(1, 4), "crx isom")],
    ["an MP4 of sound", box("ftyp", "M4A ", uint(0, 4), "M4A isom")],
    [
      "Matroska that is not WebM",
      Uint8Array.from(Buffer.from(webm()).toString("latin1").replace("webm", "webx"), (c) => c.charCodeAt(0)),
    ],
    ["what is only said behind the first box", join(box("ftyp", "crx ", uint(0, 4)), "mp42mp42")],
    ["a box alone", join(uint(8, 4), "ftyp")],
  ])("refuses %s", async (_name, bytes) => {
    expect(await refusal(bytes)).toBe("media-type");
  });

  it("names the place, the rule and the remedy, and nothing of the file", async () => {
    const failure = await loadMedia({ bytes: join(secret), alt: secret }, "media[3]", { clock }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(InvalidPostError);
    expect(failure).toMatchObject({ code: "invalid-post", path: "media[3]", outcome: "not-sent", retryable: false });
    expect((failure as InvalidPostError).message).toMatch(/^media\[3\]: .*Convert it\.$/);
    expect(JSON.stringify(failure) + String(failure)).not.toContain(secret);
  });

  it("answers the SHA-256 of the cleaned bytes, with Node's crypto and without", async () => {
    const originals = [cameraJpeg(), ...files.map(([, bytes]) => bytes)];
    const withNode = await Promise.all(originals.map(load));
    for (const { bytes, id } of withNode) expect(id).toBe(createHash("sha256").update(bytes).digest("hex"));
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    const without = await Promise.all(originals.map(load));
    expect(without.map(({ id }) => id)).toEqual(withNode.map(({ id }) => id));
  });

  it("gives equal pictures one id, however they were described", async () => {
    const ids = [plainJpeg(), cameraJpeg()].map(
      async (bytes) => (await load(await load(bytes).then(({ blob }) => blob))).id,
    );
    expect((await Promise.all(ids))[0]).toBe((await load(plainJpeg())).id);
    expect((await load(cameraJpeg({ orientation: 3 }))).id).not.toBe((await load(cameraJpeg())).id);
  });

  it("leaves the caller's bytes alone, and does not notice when they change later", async () => {
    const bytes = cameraJpeg({ orientation: 6 });
    const before = Uint8Array.from(bytes);
    const loading = load(bytes);
    expect(bytes).toEqual(before);
    const { id } = await loading;
    expect(bytes).toEqual(before);
    const again = load(bytes);
    bytes.fill(0);
    expect((await again).id).toBe(id);
  });

  it("leaves out a size that is not there", async () => {
    const loaded = await load(webm());
    expect("width" in loaded || "height" in loaded || "url" in loaded).toBe(false);
    const flat = plainGif();
    flat[6] = 0;
    expect("width" in (await load(flat))).toBe(false);
  });

  it("throws the reason of the signal, before and while it reads", async () => {
    const reason = new Error("leave");
    const aborted = loadMedia({ bytes: plainJpeg(), decorative: true }, "media[0]", {
      clock,
      signal: AbortSignal.abort(reason),
    });
    await expect(aborted).rejects.toBe(reason);
    const controller = new AbortController();
    const loading = loadMedia({ bytes: movie(), decorative: true }, "media[0]", { clock, signal: controller.signal });
    controller.abort(reason);
    await expect(loading).rejects.toBe(reason);
  });

  it("stops reading when it is aborted", async () => {
    const reason = new Error("leave");
    const controller = new AbortController();
    const blocks = new Uint8Array(2_000_000).fill(0x80);
    for (let at = 0; at < blocks.length; at += 2) blocks[at] = 0xa3;
    const read = vi.spyOn(Blob.prototype, "arrayBuffer").mockImplementation(function (this: Blob) {
      if (read.mock.calls.length === 3) controller.abort(reason);
      return new Response(this).arrayBuffer();
    });
    const bytes = new Blob([webm({ recording: true }), blocks]);
    const loading = loadMedia({ bytes, decorative: true }, "media[0]", { clock, signal: controller.signal });
    await expect(loading).rejects.toBe(reason);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it("refuses a picture above 64 MiB without reading it, and a film with an index above", async () => {
    const zeros = new Blob([new Uint8Array(1_048_576)]);
    const much = new Blob(Array<Blob>(65).fill(zeros));
    expect(await refusal(new Blob([plainJpeg(), much]))).toBe("media-too-large");
    expect(await refusal(new Blob([box("ftyp", "isom"), uintBytes(much.size + 8), "moov", much]))).toBe(
      "media-too-large",
    );
  });

  it("reads of a long film only its index", async () => {
    const hour = new Blob([new Uint8Array(1_048_576)]);
    const data = new Blob(Array<Blob>(80).fill(hour));
    const film = new Blob([movie({ metadata: true }), uintBytes(data.size + 8), "mdat", data]);
    const read = vi.spyOn(Blob.prototype, "arrayBuffer");
    const loaded = await loadMedia({ bytes: film, decorative: true }, "media[0]", { clock });
    expect(loaded.blob.size).toBe(film.size);
    const sizes = await Promise.all(read.mock.results.map(({ value }) => value as Promise<ArrayBuffer>));
    expect(sizes.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(200_000);
  });

  it("reads a file through openMedia, and says so when it was changed meanwhile", async () => {
    const folder = await mkdtemp(joinPath(tmpdir(), "carecast-media-"));
    try {
      const file = joinPath(folder, "film.mp4");
      const bytes = movie({ metadata: true, positions: "meta" });
      await writeFile(file, bytes);
      const opened = await openMedia(file);
      const { id } = await load(opened);
      expect(id).toBe((await load(bytes)).id);
      await writeFile(file, join(bytes, secret));
      expect(await refusal(opened)).toBe("media-unreadable");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("keeps an address only where it leads to the very bytes that were cleaned", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    const url = "https://media.example.org/a.jpg?size=1";
    const loadFrom = (bytes: Uint8Array<ArrayBuffer>): Promise<LoadedMedia> => {
      vi.stubGlobal("fetch", () => Promise.resolve(new Response(bytes)));
      return loadMedia({ url, decorative: true }, "media[0]", { clock });
    };
    const plain = await loadFrom(plainJpeg());
    expect(plain).toMatchObject({ id: (await load(plainJpeg())).id, url });
    const cleaned = await loadFrom(cameraJpeg());
    expect(cleaned.id).toBe((await load(cameraJpeg())).id);
    expect("url" in cleaned).toBe(false);
    await expect(loadFrom(join("a page"))).rejects.toMatchObject({
      path: "media[0]",
      violations: [{ rule: "media-type" }],
    });
  });

  it("names the address where it cannot be fetched, with the limits that it was given", async () => {
    const fetchLimits = { maxBytes: 10, timeoutMs: 1000 };
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(plainJpeg())));
    const loading = loadMedia({ url: "https://media.example.org/", alt: "" }, "media[2]", { clock, fetchLimits });
    await expect(loading).rejects.toMatchObject({ path: "media[2].url", violations: [{ rule: "media-too-large" }] });
  });
});

function uintBytes(value: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(uint(value, 4));
}
