import { execFileSync } from "node:child_process";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError } from "@carecast/adapter";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMedia, type OpenMediaOptions } from "./index.ts";

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carecast-open-"));
  file = join(folder, "a.png");
  await writeFile(file, "a picture");
});

afterAll(() => rm(folder, { recursive: true }));

async function failure(path: string | URL, options?: OpenMediaOptions): Promise<ConfigError> {
  const error: unknown = await openMedia(path, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).not.toContain(folder);
  return error as ConfigError;
}

describe("openMedia", () => {
  it("opens a file by path and by URL, without reading it", async () => {
    for (const path of [file, pathToFileURL(file)]) {
      const blob = await openMedia(path);
      expect([blob.size, await blob.text()]).toEqual([9, "a picture"]);
    }
  });

  it("says what is wrong with the file and what to do", async () => {
    expect((await failure(join(folder, "b.png"))).message).toMatch(/path: there is no such file\. Check/);
    expect((await failure(folder)).message).toMatch(/not a plain file\. Give/);
    await writeFile(join(folder, "empty.png"), "");
    expect((await failure(join(folder, "empty.png"))).message).toMatch(/empty\. Export/);
    expect((await failure("\0")).path).toBe("path");
  });

  it("does not wait for a pipe", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    expect((await failure(pipe)).message).toMatch(/not a plain file/);
  });

  it("keeps the limit, which can be raised", async () => {
    expect((await failure(file, { maxBytes: 8 })).message).toMatch(/9 bytes, the limit is 8/);
    expect((await openMedia(file, { maxBytes: 9 })).size).toBe(9);
    const large = join(folder, "large.mp4");
    await writeFile(large, "");
    await truncate(large, 314_572_801);
    expect((await failure(large)).path).toBe("path");
    expect((await openMedia(large, { maxBytes: Infinity })).size).toBe(314_572_801);
  });

  it("names a wrong option", async () => {
    const misspelled: object = { maxBites: 1 };
    expect((await failure(file, misspelled)).path).toBe("maxBites");
    for (const maxBytes of [0, -1, NaN]) expect((await failure(file, { maxBytes })).path).toBe("maxBytes");
  });
});
