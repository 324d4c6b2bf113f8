import * as z from "zod/mini";
import { NetworkError, PlatformError, RateLimitedError } from "@carecast/adapter";
import { manualClock, type ManualClock } from "@carecast/testing";
import { createHttp } from "../src/http/create-http.ts";
import type { ErrorAnswer, Http, HttpOptions } from "../src/http/http-types.ts";
import { parseRetryAt } from "../src/http/parse-retry-at.ts";
import { reader } from "../src/http/reader.ts";
import { fakeTransport, type FakeAnswer } from "./fake-transport.ts";

/** The clock of every client made here; each test file has its own. */
export const clock: ManualClock = manualClock();
export const readId = reader(z.object({ id: z.string() }));
export const ok: FakeAnswer = { body: '{"id":"1"}' };
export const lost = new NetworkError("No answer from https://example.org (ECONNRESET).", { outcome: "unknown" });
export const refused = new NetworkError("No answer from https://example.org (ECONNREFUSED).", { outcome: "not-sent" });

const toError = ({ status, header, json, irreversible }: ErrorAnswer): PlatformError | RateLimitedError => {
  const retryAt = parseRetryAt(header, clock.now());
  const details = { network: "demo", status, ...(retryAt !== undefined && { retryAt }) };
  if (status === 429) return new RateLimitedError("demo: wait.", details);
  const said = typeof json === "object" && json !== null && "error" in json ? " It gave a reason." : "";
  return new PlatformError(`demo: no.${said}`, { ...details, outcome: irreversible ? "unknown" : "not-sent" });
};

/** A client over a transport that answers with `steps`, and the requests that it sent. */
export function setUp(
  steps: readonly (FakeAnswer | Error)[],
  options: Partial<HttpOptions> = {},
): { http: Http; sent: ReturnType<typeof fakeTransport>["sent"] } {
  const transport = fakeTransport(...steps);
  const http = createHttp({
    network: "demo",
    baseUrl: "https://example.org/api/",
    transport,
    clock,
    toError,
    ...options,
  });
  return { http, sent: transport.sent };
}

/** Lets the waits of `work` pass and gives its result. */
export async function withTime<T>(work: Promise<T>): Promise<T> {
  // Somebody must listen while time passes.
  work.catch(() => {});
  await clock.advance(60_000);
  return work;
}
