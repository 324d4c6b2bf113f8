import { describe, expect, it } from "vitest";
import { parseRetryAt } from "./parse-retry-at.ts";

const now = Date.UTC(2026, 7, 20, 10, 0, 0);
const from = (headers: Readonly<Record<string, string>>): number | undefined =>
  parseRetryAt((name) => headers[name] ?? null, now);

describe("parseRetryAt", () => {
  it.each([
    ["seconds to go", { "retry-after": "30" }, now + 30_000],
    ["seconds to go with a fraction", { "retry-after": "0.35" }, now + 350],
    ["an HTTP date", { "retry-after": "Thu, 20 Aug 2026 10:01:00 GMT" }, now + 60_000],
    ["Mastodon's ISO 8601", { "x-ratelimit-reset": "2026-08-20T10:05:00.000000Z" }, now + 300_000],
    ["Bluesky's epoch seconds", { "ratelimit-reset": String(now / 1000 + 60) }, now + 60_000],
    ["X's epoch seconds", { "x-rate-limit-reset": String(now / 1000 + 900) }, now + 900_000],
    ["epoch seconds with a fraction", { "x-ratelimit-reset": `${now / 1000 + 1}.250` }, now + 1_250],
    ["epoch milliseconds", { "x-ratelimit-reset": String(now + 5_000) }, now + 5_000],
    ["Discord's seconds to go", { "x-ratelimit-reset-after": "1.5" }, now + 1_500],
    ["the retry header before the reset", { "retry-after": "1", "ratelimit-reset": "60" }, now + 1_000],
    ["the reset where the retry header is no time", { "retry-after": "soon", "ratelimit-reset": "60" }, now + 60_000],
    ["now for what is over", { "retry-after": "Thu, 20 Aug 2026 09:00:00 GMT" }, now],
    ["zero", { "retry-after": "0" }, now],
  ])("reads %s", (_what, headers, expected) => {
    expect(from(headers)).toBe(expected);
  });

  it.each([
    {},
    { "retry-after": "" },
    { "retry-after": "-5" },
    { "retry-after": "x".repeat(100) },
    { "retry-after": "1e9" },
  ])("knows nothing from %o", (headers) => {
    expect(from(headers)).toBeUndefined();
  });
});
