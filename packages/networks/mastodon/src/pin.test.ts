import { describe, expect, test } from "vitest";
import { context, scriptedAdapter, words } from "../test/scripted-transport.ts";

const ref = { id: "115/?" };
const path = "/api/v1/statuses/115%2F%3F";
const post = (more: object = {}) => ({ json: { id: "115/?", ...more } });
const refusal = { status: 422, json: { error: words } };

describe("pin", () => {
  test.each([[true], [undefined], [null]])("an answer that says pinned: %j is believed", async (pinned) => {
    const { adapter, transport } = scriptedAdapter(() => post({ pinned }));
    await adapter.pin?.(ref, context);
    expect(transport.requests.map((request) => `${request.method} ${request.path}`)).toEqual([`POST ${path}/pin`]);
  });

  test("a post that the answer shows without a pin is not pinned", async () => {
    const { adapter } = scriptedAdapter(() => post({ pinned: false }));
    await expect(adapter.pin?.(ref, context)).rejects.toMatchObject({ code: "bad-response" });
  });

  test("a refusal of what is pinned already is none", async () => {
    const { adapter, transport } = scriptedAdapter(({ method }) =>
      method === "POST" ? refusal : post({ pinned: true }),
    );
    await adapter.pin?.(ref, context);
    expect(transport.requests.at(-1)).toMatchObject({ method: "GET", path });
  });

  test.each([[false], [undefined]])(
    "any other 422 says what to do, and quotes nothing (pinned: %j)",
    async (pinned) => {
      const { adapter } = scriptedAdapter(({ method }) => (method === "POST" ? refusal : post({ pinned })));
      const error: unknown = await adapter.pin?.(ref, context).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "platform", status: 422, retryable: false });
      expect(String(error)).toContain("unpin another one");
      expect(String(error)).not.toContain(words);
    },
  );

  test.each([
    [401, "auth"],
    [404, "platform"],
    [429, "rate-limited"],
  ])("%i is %s", async (status, code) => {
    const { adapter } = scriptedAdapter(() => ({ status, json: {} }));
    await expect(adapter.pin?.(ref, context)).rejects.toMatchObject({ code, status });
  });
});

describe("unpin", () => {
  test.each([[404], [410]])("%i means that there is nothing to unpin", async (status) => {
    const { adapter, transport } = scriptedAdapter(() => ({ status, json: {} }));
    await adapter.unpin?.(ref, context);
    expect(transport.requests).toMatchObject([{ method: "POST", path: `${path}/unpin` }]);
  });

  test("a post that the answer still shows pinned is not unpinned", async () => {
    const { adapter } = scriptedAdapter(() => post({ pinned: true }));
    await expect(adapter.unpin?.(ref, context)).rejects.toMatchObject({ code: "bad-response" });
  });

  test.each([
    [403, "platform"],
    [500, "platform"],
  ])("%i is %s", async (status, code) => {
    const { adapter } = scriptedAdapter(() => ({ status, json: {} }));
    await expect(adapter.unpin?.(ref, context)).rejects.toMatchObject({ code, status });
  });
});
