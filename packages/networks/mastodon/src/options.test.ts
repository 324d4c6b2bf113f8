import { isCarecastError } from "@carecast/adapter";
import { describe, expect, test } from "vitest";
import { mastodon } from "./adapter.ts";
import type { MastodonOptions } from "./options.ts";
import { context, ownAccount, scriptedAdapter, token } from "../test/scripted-transport.ts";

const good: MastodonOptions = { baseUrl: "https://social.example.org", accessToken: token };

function refusalOf(options: object): { code: string; path: string | undefined; text: string } {
  try {
    // On purpose not what the types ask for.
    mastodon(options as MastodonOptions);
  } catch (error) {
    if (isCarecastError(error)) return { code: error.code, path: error.path, text: `${error.message} ${error.stack}` };
  }
  throw new Error("The options were accepted.");
}

describe("mastodon", () => {
  test.each<[path: string, options: object]>([
    ["baseUrl", { accessToken: token }],
    ["baseUrl", { ...good, baseUrl: 7 }],
    ["baseUrl", { ...good, baseUrl: "social.example.org" }],
    ["baseUrl", { ...good, baseUrl: "http://social.example.org" }],
    ["baseUrl", { ...good, baseUrl: "https://user:secret-7@social.example.org" }],
    ["baseUrl", { ...good, baseUrl: "https://social.example.org/?secret-7" }],
    ["accessToken", { baseUrl: good.baseUrl }],
    ["accessToken", { ...good, accessToken: "" }],
    ["accessToken", { ...good, accessToken: { secret: "secret-7" } }],
    ["accessToken", { ...good, accessToken: "secret-7\n" }],
    ["streamingUrl", { ...good, streamingUrl: "ws://streaming.example.org" }],
    ["streamingUrl", { ...good, streamingUrl: "wss://streaming.example.org/?secret-7" }],
    ["timeoutMs", { ...good, timeoutMs: 0 }],
    ["timeoutMs", { ...good, timeoutMs: "1s" }],
    ["transport", { ...good, transport: {} }],
    ["acessToken", { ...good, acessToken: token }],
  ])("names %s", (path, options) => {
    const refusal = refusalOf(options);
    expect(refusal).toMatchObject({ code: "config", path });
    expect(refusal.text).not.toContain(token);
    expect(refusal.text).not.toContain("secret-7");
  });

  test("accepts every option", () => {
    const { transport } = scriptedAdapter(() => ({}));
    expect(mastodon({ ...good, streamingUrl: "wss://streaming.example.org", timeoutMs: 5, transport }).network).toBe(
      "mastodon",
    );
    expect(mastodon({ ...good, baseUrl: "http://127.0.0.1:3000" }).specVersion).toBe(1);
  });

  test("asks a function for the token before each request", async () => {
    const tokens = ["first", "second"];
    const { adapter, transport } = scriptedAdapter(() => ({ json: ownAccount }), {
      accessToken: async () => Promise.resolve(tokens.shift() ?? ""),
    });
    await adapter.profile?.(undefined, context);
    await adapter.profile?.(undefined, context);
    expect(transport.requests.map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer first",
      "Bearer second",
    ]);
  });

  test("refuses a token with a line break before it can be printed", async () => {
    const { adapter, transport } = scriptedAdapter(() => ({ json: ownAccount }), { accessToken: () => "secret-7\n" });
    const error: unknown = await adapter.profile?.(undefined, context).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "config", path: "accessToken" });
    expect(String((error as Error).stack)).not.toContain("secret-7");
    expect(transport.requests).toHaveLength(0);
  });

  test("shows no secret on the adapter", () => {
    const { adapter } = scriptedAdapter(() => ({}));
    expect(JSON.stringify(adapter) + Object.values(adapter).map(String).join()).not.toContain(token);
  });
});
