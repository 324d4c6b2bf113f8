import { describe, expect, it } from "vitest";
import { readRate } from "./read-rate.ts";

const now = Date.UTC(2026, 7, 20, 10, 0, 0);
const seconds = now / 1000;
const from = (headers: Readonly<Record<string, string>>): ReturnType<typeof readRate> =>
  readRate((name) => headers[name] ?? null, now);
const family = (prefix: string, limit: string, remaining: string, reset: string): Record<string, string> => ({
  [`${prefix}-limit`]: limit,
  [`${prefix}-remaining`]: remaining,
  [`${prefix}-reset`]: reset,
});

describe("readRate", () => {
  it.each([
    [
      "Mastodon's, with an ISO 8601 reset",
      family("x-ratelimit", "300", "299", "2026-08-20T10:05:00.123456Z"),
      { limit: 300, remaining: 299, resetAt: now + 300_123 },
    ],
    [
      "Bluesky's, with epoch seconds",
      { ...family("ratelimit", "3000", "0", String(seconds + 60)), "ratelimit-policy": "3000;w=300" },
      { limit: 3000, remaining: 0, resetAt: now + 60_000 },
    ],
    [
      "X's spelling",
      family("x-rate-limit", "100", "99", String(seconds + 900)),
      { limit: 100, remaining: 99, resetAt: now + 900_000 },
    ],
    [
      "seconds to go, and a policy behind the limit",
      family("ratelimit", "100, 100;w=60", " 7 ", "30"),
      { limit: 100, remaining: 7, resetAt: now + 30_000 },
    ],
    [
      "the family that makes sense, where there are two",
      { ...family("x-ratelimit", "300", "299", "soon"), ...family("ratelimit", "5", "4", "1") },
      { limit: 5, remaining: 4, resetAt: now + 1_000 },
    ],
    [
      "the reset of the budget, not the wait",
      { ...family("ratelimit", "5", "0", "60"), "retry-after": "1" },
      { limit: 5, remaining: 0, resetAt: now + 60_000 },
    ],
  ])("reads %s", (_what, headers, expected) => {
    expect(from(headers)).toEqual(expected);
  });

  it.each<[what: string, headers: Readonly<Record<string, string>>]>([
    ["no header", {}],
    ["half of them", { "x-ratelimit-limit": "300", "x-ratelimit-remaining": "299" }],
    ["the halves of two families", { "x-ratelimit-limit": "5", "ratelimit-remaining": "4", "ratelimit-reset": "60" }],
    ["words", family("x-ratelimit", "many", "some", "soon")],
    ["nothing", family("x-ratelimit", "", "", "")],
    ["less than nothing", family("x-ratelimit", "300", "-1", "60")],
    ["a limit of nothing", family("x-ratelimit", "0", "0", "60")],
    ["more left than there is", family("x-ratelimit", "30", "31", "60")],
    ["parts of requests", family("x-ratelimit", "30", "1.5", "60")],
    ["endless digits", family("x-ratelimit", "9".repeat(40), "1", "60")],
    ["a reset that is no time", family("x-ratelimit", "30", "1", "-60")],
  ])("knows nothing from %s", (_what, headers) => {
    expect(from(headers)).toBeUndefined();
  });
});
