import { describe, expect, it } from "vitest";
import { InvalidPostError, UnsupportedError, type Part, type PartMedia, type Poll } from "@carecast/adapter";
import { fakeAdapter } from "@carecast/testing";
import { catchError, findLeaks } from "../../test/find-leaks.ts";
import { checkPart, type PartRules } from "./check-part.ts";

const { capabilities } = fakeAdapter();
const rules: PartRules = {
  network: "demo",
  capabilities: {
    ...capabilities,
    audiences: ["public", "unlisted"],
    contentWarning: "counted",
    polls: { maxOptions: 2, maxOptionLength: 10, minDurationMs: 1, maxDurationMs: 2 },
    text: { rule: "Characters.", limits: [{ unit: "utf16", max: 20 }] },
    media: {
      from: "bytes",
      max: 3,
      mixed: false,
      image: { max: 2, types: ["image/png"], maxBytes: 10 },
      video: { max: 1, types: ["video/mp4"], maxBytes: 100 },
      alt: { unit: "utf16", max: 5 },
    },
  },
  measure: (text) => text.length,
};
const withCapabilities = (more: Partial<PartRules["capabilities"]>): PartRules => ({
  ...rules,
  capabilities: { ...rules.capabilities, ...more },
});
const part = (more: Partial<Part> = {}): Part => ({ text: "Wash your hands.", audience: "public", media: [], ...more });
const picture = (more: Partial<PartMedia> = {}): PartMedia => ({
  kind: "image",
  mimeType: "image/png",
  blob: new Blob([new Uint8Array(10)]),
  alt: "hands",
  ...more,
});
const video = picture({ kind: "video", mimeType: "video/mp4" });
const poll = (options: readonly string[]): Poll => ({
  options,
  closesAt: "2026-11-20T09:00:00Z",
  multiple: false,
});

describe("checkPart", () => {
  it("takes what is exactly at every limit", () => {
    const warned = part({
      text: "x".repeat(15),
      contentWarning: "cw123",
      media: [picture(), picture()],
      poll: poll(["a", "b"]),
    });
    expect(() => {
      checkPart(warned, rules);
      checkPart(part({ text: "", media: [video] }), rules);
      checkPart(part({ contentWarning: "x".repeat(50) }), withCapabilities({ contentWarning: "separate" }));
    }).not.toThrow();
  });

  it.each([
    ["audience", part({ audience: "followers" }), rules],
    ["contentWarning", part({ contentWarning: "s3cret" }), withCapabilities({ contentWarning: "none" })],
    ["poll", part({ poll: poll(["s3cret", "b"]) }), withCapabilities({ polls: "none" })],
  ])("throws UnsupportedError for %s", async (path, refused, against) => {
    const error = await catchError(() => {
      checkPart(refused, against);
    });
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error).toMatchObject({ path, network: "demo", outcome: "not-sent" });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });

  it.each([
    [{ path: "text", rule: "text-too-long", count: 21, limit: 20 }, part({ text: "s3cret".padEnd(21) })],
    [{ path: "text", rule: "text-too-long", count: 21, limit: 20 }, part({ contentWarning: "12345" })],
    [{ path: "text", rule: "text-missing" }, part({ text: " \n" })],
    [{ path: "media", rule: "media-count", count: 3, limit: 2 }, part({ media: [picture(), picture(), picture()] })],
    [{ path: "media", rule: "media-mixed" }, part({ media: [picture(), video] })],
    [{ path: "media[1]", rule: "media-type" }, part({ media: [picture(), picture({ mimeType: "image/gif" })] })],
    [
      { path: "media[0]", rule: "media-size", count: 11, limit: 10 },
      part({ media: [picture({ blob: new Blob([new Uint8Array(11)]) })] }),
    ],
    [{ path: "media[0].alt", rule: "alt-too-long", count: 6, limit: 5 }, part({ media: [picture({ alt: "s3cret" })] })],
    [{ path: "poll.options", rule: "poll-options", count: 3, limit: 2 }, part({ poll: poll(["a", "b", "s3cret"]) })],
  ])("throws InvalidPostError with %o", async (violation, refused) => {
    const error = await catchError(() => {
      checkPart(refused, rules);
    });
    expect(error).toBeInstanceOf(InvalidPostError);
    expect(error).toMatchObject({ network: "demo", path: violation.path, violations: [violation] });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });

  it("names everything that is wrong at once", async () => {
    const error = await catchError(() => {
      checkPart(
        part({ text: "x".repeat(21), poll: poll(["a", "b", "c"]), media: [picture({ alt: "too long" })] }),
        rules,
      );
    });
    expect((error as InvalidPostError).violations.map(({ rule }) => rule)).toEqual([
      "text-too-long",
      "alt-too-long",
      "poll-options",
    ]);
  });
});
