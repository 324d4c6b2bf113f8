import { inspect } from "node:util";
import { expect, test } from "vitest";
import { toError } from "./errors.ts";

const words = "planted words";

/** Status, name, then what the error is: code, platformCode, retryable. */
const vectors: readonly (readonly [
  status: number,
  name: string,
  code: string,
  platformCode?: string,
  retryable?: boolean,
])[] = [
  [429, "RateLimitExceeded", "rate-limited", "RateLimitExceeded", true],
  [400, "ExpiredToken", "auth", "ExpiredToken"],
  [400, "InvalidToken", "auth", "InvalidToken"],
  [401, "AuthenticationRequired", "auth", "AuthenticationRequired"],
  [401, "AuthFactorTokenRequired", "auth", "AuthFactorTokenRequired"],
  [401, "AccountTakedown", "auth", "AccountTakedown"],
  [401, "AccountDeactivated", "auth", "AccountDeactivated"],
  [401, "planted words", "auth"],
  [403, "planted words", "platform"],
  [400, "InvalidRequest", "platform", "InvalidRequest"],
  [400, "InvalidSwap", "platform", "InvalidSwap"],
  [400, "RecordNotFound", "platform", "RecordNotFound"],
  [400, "BlobNotFound", "platform", "BlobNotFound"],
  [413, "PayloadTooLarge", "invalid-post", "PayloadTooLarge"],
  [400, "planted words", "platform"],
  [400, "constructor", "platform"],
  [500, "InternalServerError", "platform", "InternalServerError", true],
  [502, "UpstreamFailure", "platform", "UpstreamFailure", true],
  [503, "NotEnoughResources", "platform", "NotEnoughResources", true],
  [504, "UpstreamTimeout", "platform", "UpstreamTimeout", true],
  [301, "", "platform"],
];

test.each(vectors.map((vector) => ({ vector })))("$vector.0 $vector.1", ({ vector }) => {
  const [status, name, code, platformCode, retryable = false] = vector;
  const error = toError({ status, header: () => null, json: { error: name, message: words }, irreversible: false });
  expect(error).toMatchObject({ code, retryable, outcome: "not-sent", network: "bluesky", status });
  expect(error.platformCode).toBe(platformCode);
  expect(inspect(error)).not.toContain("planted");
});

test("a post that the server finds not valid is told apart by the beginning of the message", () => {
  const json = { error: "InvalidRequest", message: `Invalid app.bsky.feed.post record: ${words}` };
  const error = toError({ status: 400, header: () => null, json, irreversible: true });
  expect(error).toMatchObject({ code: "invalid-post", outcome: "not-sent" });
  expect(inspect(error)).not.toContain("planted");
});

test.each([500, 502, 503, 504, 408])("after %d nobody knows whether the post is live", (status) => {
  expect(toError({ status, header: () => null, json: undefined, irreversible: true }).outcome).toBe("unknown");
});

test.each([
  [{ "retry-after": "30" }, 30_000],
  [{ "ratelimit-reset": String(Math.floor(Date.now() / 1000) + 60) }, 60_000],
])("when to come back is read from %j", (headers: Record<string, string>, waitMs) => {
  const { retryAt } = toError({
    status: 429,
    header: (name) => headers[name] ?? null,
    json: undefined,
    irreversible: true,
  });
  expect(Math.abs((retryAt ?? 0) - Date.now() - waitMs)).toBeLessThan(2_000);
});

test.each([undefined, null, 7, "text", [], { error: 7 }])("a body of another form is no obstacle: %j", (json) => {
  expect(toError({ status: 400, header: () => null, json, irreversible: false }).code).toBe("platform");
});
