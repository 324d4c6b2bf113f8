import { describe, expect, test } from "vitest";
import { toError } from "./errors.ts";
import { words } from "../test/scripted-transport.ts";

interface Given {
  readonly irreversible?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

function errorOf(status: number, error?: string, { irreversible = true, headers = {} }: Given = {}) {
  const json = error === undefined ? undefined : { error: `${error} ${words}` };
  return toError({ status, header: (name) => headers[name] ?? null, json, irreversible });
}

describe("toError", () => {
  test.each<[status: number, message: string | undefined, code: string, retryable: boolean, outcome: string]>([
    [301, undefined, "platform", false, "not-sent"],
    [400, undefined, "platform", false, "not-sent"],
    [401, "The access token is invalid", "auth", false, "not-sent"],
    [401, undefined, "auth", false, "not-sent"],
    [403, "This action is not allowed", "platform", false, "not-sent"],
    [403, "This action is outside the authorized scopes", "auth", false, "not-sent"],
    [403, "Your login is currently disabled", "auth", false, "not-sent"],
    [403, "Your login is currently pending approval", "auth", false, "not-sent"],
    [403, "Diese Aktion ist nicht erlaubt", "platform", false, "not-sent"],
    [403, undefined, "platform", false, "not-sent"],
    [404, "Record not found", "platform", false, "not-sent"],
    [408, undefined, "platform", true, "unknown"],
    [410, undefined, "platform", false, "not-sent"],
    [413, undefined, "invalid-post", false, "not-sent"],
    [422, "Validation failed: Text can't be blank", "invalid-post", false, "not-sent"],
    [422, "Validation failed: Text character limit of 500 exceeded", "invalid-post", false, "not-sent"],
    [422, "Cannot attach files that have not finished processing. Try again", "platform", true, "not-sent"],
    [422, "Duplicate record", "platform", true, "unknown"],
    [422, undefined, "invalid-post", false, "not-sent"],
    [429, "Too many requests", "rate-limited", true, "not-sent"],
    [429, "Zu viele Anfragen", "rate-limited", true, "not-sent"],
    [500, undefined, "platform", true, "unknown"],
    [503, "Service Unavailable", "platform", true, "unknown"],
  ])("%i %s is %s, retryable %s, %s", (status, message, code, retryable, outcome) => {
    const error = errorOf(status, message);
    expect(error).toMatchObject({ code, retryable, outcome, status, network: "mastodon" });
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain("planted");
  });

  test("a failure on the way to something that can be repeated is not-sent", () => {
    expect(errorOf(503, undefined, { irreversible: false }).outcome).toBe("not-sent");
    expect(errorOf(422, "Duplicate record", { irreversible: false }).outcome).toBe("not-sent");
  });

  test("reads the reset as the ISO date that Mastodon writes", () => {
    const headers = { "x-ratelimit-reset": "2036-08-01T12:05:00.123456Z" };
    expect(errorOf(429, undefined, { headers }).retryAt).toBe(Date.UTC(2036, 7, 1, 12, 5, 0, 123));
  });

  test("says nothing of a time that the instance does not name", () => {
    expect(errorOf(429).retryAt).toBeUndefined();
  });

  test.each([[null], ["text"], [[]], [{ error: 7 }], [{ error: { scope: 1 } }]])("takes the body %j", (json) => {
    expect(toError({ status: 403, header: () => null, json, irreversible: true }).code).toBe("platform");
  });
});
