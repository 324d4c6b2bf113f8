import { describe, expect, it } from "vitest";
import { ConfigError } from "@carecast/adapter";
import { catchError, findLeaks } from "../../test/find-leaks.ts";
import { parseBaseUrl } from "./base-url.ts";

describe("parseBaseUrl", () => {
  it.each([
    ["https://social.example.org", "https://social.example.org"],
    ["https://social.example.org/", "https://social.example.org"],
    ["https://social.example.org:8443/sub//", "https://social.example.org:8443/sub"],
    ["HTTPS://SOCIAL.example.org", "https://social.example.org"],
    ["http://localhost:3000", "http://localhost:3000"],
    ["http://127.0.0.1:3000/", "http://127.0.0.1:3000"],
    ["http://[::1]:3000", "http://[::1]:3000"],
    ["http://sandbox.localhost", "http://sandbox.localhost"],
  ])("takes %s", (value, expected) => {
    expect(parseBaseUrl("demo", value)).toBe(expected);
  });

  it.each([
    "social.example.org",
    "",
    "/s3cret",
    "http://s3cret.example.org",
    "http://127.0.0.1.s3cret.example.org",
    "http://localhost.s3cret.example.org",
    "http://10.0.0.1",
    "ftp://example.org/s3cret",
    "https://user:s3cret@example.org",
    "https://s3cret@example.org",
    "https://example.org/?token=s3cret",
    "https://example.org/#s3cret",
    "https://example.org/?",
  ])("refuses %s without repeating it", async (value) => {
    const error = await catchError(() => parseBaseUrl("demo", value, "service"));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ network: "demo", path: "service" });
    expect(String(error)).toContain("demo: service ");
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });
});
