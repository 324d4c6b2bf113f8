import { http as mock, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { describe, expect, it } from "vitest";
import { defaultTransport } from "@carecast/adapter-kit/transport";
import { defaultTransport as portable } from "@carecast/adapter-kit/portable";
import { PlatformError } from "@carecast/adapter";
import { createHttp } from "../http/create-http.ts";
import { defaultTransport as onUndici } from "./undici-transport.ts";

describe("the default transport", () => {
  it("is undici on Node and ky where it is asked for", () => {
    expect(defaultTransport).toBe(onUndici);
    expect(portable).not.toBe(onUndici);
  });

  it("goes through the platform's fetch when it is portable, so that msw can answer", async () => {
    const server = setupServer(
      mock.post("https://social.example.org/api/v1/statuses", async ({ request }) =>
        HttpResponse.json({ key: request.headers.get("idempotency-key"), body: await request.json() }),
      ),
    );
    server.listen({ onUnhandledFrame: "error" });
    try {
      const http = createHttp({
        network: "demo",
        baseUrl: "https://social.example.org",
        transport: portable,
        toError: ({ status }) => new PlatformError(`demo: ${status}.`, { network: "demo" }),
      });
      const { json } = await http.answer({
        method: "POST",
        path: "/api/v1/statuses",
        headers: { "idempotency-key": "k1" },
        json: { status: "Visiting hours have changed." },
      });
      expect(json).toEqual({ key: "k1", body: { status: "Visiting hours have changed." } });
    } finally {
      server.close();
    }
  });
});
