import { describe, expect, it } from "vitest";
import { findLeaks } from "../../test/find-leaks.ts";
import { toNetworkError } from "./failure.ts";

const url = "https://user:s3cret-password@example.org:8443/bots3cret-token/send?key=s3cret-query";
const withCode = (code: string, syscall?: string): Error =>
  Object.assign(new Error(`${code} s3cret-message`), { code, ...(syscall !== undefined && { syscall }) });

describe("toNetworkError", () => {
  it.each([
    withCode("ECONNREFUSED", "connect"),
    withCode("EHOSTUNREACH", "connect"),
    withCode("ENETUNREACH", "connect"),
    withCode("ETIMEDOUT", "connect"),
    withCode("ENOTFOUND", "getaddrinfo"),
    withCode("EAI_AGAIN", "getaddrinfo"),
    withCode("UND_ERR_CONNECT_TIMEOUT"),
    withCode("DEPTH_ZERO_SELF_SIGNED_CERT"),
    withCode("CERT_HAS_EXPIRED"),
    withCode("ERR_TLS_CERT_ALTNAME_INVALID"),
    // Bun names no system call.
    withCode("ECONNREFUSED"),
    // Deno names no code.
    new TypeError("fetch failed", {
      cause: new Error("error sending request for url (https://x/): client error (Connect): dns error: no such name"),
    }),
    Object.assign(new AggregateError([withCode("ECONNREFUSED", "connect"), withCode("ETIMEDOUT", "connect")]), {
      code: "ECONNREFUSED",
    }),
    new TypeError("fetch failed", { cause: withCode("ENOTFOUND", "getaddrinfo") }),
    new Error("outer", { cause: new TypeError("fetch failed", { cause: withCode("ECONNREFUSED", "connect") }) }),
  ])("says not-sent when there never was a connection: %s", (thrown) => {
    expect(toNetworkError(thrown, url).outcome).toBe("not-sent");
  });

  it.each([
    withCode("ECONNRESET", "read"),
    withCode("EHOSTUNREACH", "read"),
    withCode("ETIMEDOUT", "read"),
    withCode("EPIPE", "write"),
    withCode("UND_ERR_SOCKET"),
    withCode("UND_ERR_HEADERS_TIMEOUT"),
    withCode("HPE_INVALID_CONSTANT"),
    new TypeError("fetch failed"),
    new TypeError("fetch failed", {
      cause: new Error("error sending request for https://x/: client error (SendRequest): connection closed"),
    }),
    Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }),
    Object.assign(new AggregateError([withCode("ECONNREFUSED", "connect"), withCode("ECONNRESET", "read")]), {
      code: "ECONNREFUSED",
    }),
    "a text",
    undefined,
  ])("says unknown when the request can have arrived: %s", (thrown) => {
    expect(toNetworkError(thrown, url).outcome).toBe("unknown");
  });

  it("shows the origin and a code that looks like one, and nothing else", () => {
    const error = toNetworkError(withCode("ECONNRESET", "read"), url);
    expect(error.message).toBe("No answer from https://example.org:8443 (ECONNRESET).");
    expect(error.cause).toBeUndefined();
    const strange = toNetworkError(withCode("s3cret code with spaces"), "no address: s3cret");
    for (const each of [error, strange]) expect(findLeaks(each, ["s3cret"])).toEqual([]);
  });

  it("is not led in circles by its causes", () => {
    const circle = new Error("circle");
    circle.cause = circle;
    expect(toNetworkError(circle, url).outcome).toBe("unknown");
  });
});
