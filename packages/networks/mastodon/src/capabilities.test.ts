import { describe, expect, test } from "vitest";
import { context, scriptedAdapter, type Reply } from "../test/scripted-transport.ts";

const configuration = {
  urls: { streaming: "wss://streaming.example.org" },
  statuses: { max_characters: 1000, max_media_attachments: 6, characters_reserved_per_url: 30 },
  media_attachments: {
    supported_mime_types: ["image/png", "video/mp4", "audio/ogg"],
    description_limit: 2000,
    image_size_limit: 1,
    image_matrix_limit: 2,
    video_size_limit: 3,
    video_matrix_limit: 4,
  },
  polls: { max_options: 5, max_characters_per_option: 60, min_expiration: 7, max_expiration: 8 },
};

const discoverFrom = (v2: Reply, v1: Reply = { status: 404 }) =>
  scriptedAdapter(({ path }) => (path === "/api/v2/instance" ? v2 : v1)).adapter;

describe("discover", () => {
  test("reads every limit of the instance", async () => {
    const adapter = discoverFrom({ json: { configuration } });
    expect(adapter.measure("https://example.org", "graphemes")).toBe(23);
    expect(await adapter.discover?.(context)).toEqual({
      ...adapter.capabilities,
      text: { limits: [{ unit: "graphemes", max: 1000 }], rule: expect.stringContaining("counts 30,") as string },
      media: {
        from: "bytes",
        max: 6,
        image: { max: 6, types: ["image/png"], maxBytes: 1, maxPixels: 2 },
        video: { max: 1, types: ["video/mp4"], maxBytes: 3, maxPixels: 4 },
        mixed: false,
        alt: { unit: "code-points", max: 2000 },
      },
      polls: { maxOptions: 5, maxOptionLength: 60, minDurationMs: 7_000, maxDurationMs: 8_000 },
    });
    expect(adapter.measure("https://example.org", "graphemes")).toBe(30);
  });

  test("keeps the documented default where the instance is silent or odd", async () => {
    const odd = { statuses: { max_characters: "many", max_media_attachments: -1 }, polls: { max_options: null } };
    const adapter = discoverFrom({ json: { configuration: odd } });
    expect(await adapter.discover?.(context)).toEqual(adapter.capabilities);
    expect(adapter.capabilities.text.limits).toEqual([{ unit: "graphemes", max: 500 }]);
  });

  test.each<[what: string, v1: object, max: number]>([
    ["max_toot_chars of a fork", { max_toot_chars: 11_000 }, 11_000],
    ["a configuration", { configuration }, 1000],
    ["nothing", { uri: "social.example.org" }, 500],
  ])("falls back to version 1 with %s", async (_what, v1, max) => {
    const capabilities = await discoverFrom({ status: 404 }, { json: v1 }).discover?.(context);
    expect(capabilities?.text.limits).toEqual([{ unit: "graphemes", max }]);
  });

  test("does not fall back when the instance fails", async () => {
    const adapter = discoverFrom({ status: 401 }, { json: {} });
    await expect(adapter.discover?.(context)).rejects.toMatchObject({ code: "auth" });
  });
});
