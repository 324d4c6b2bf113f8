import { inspect } from "node:util";
import { expect, test } from "vitest";
import { bluesky } from "./adapter.ts";
import { readOptions } from "./options.ts";

const good = { identifier: "clinic.example.org", password: "planted-password-7Hq" };

test("the defaults are Bluesky's own server and a look every 15 seconds", () => {
  expect(readOptions(good)).toMatchObject({ service: "https://bsky.social", pollEveryMs: 15_000 });
});

/** Given options, the option that the error names. */
const refused: readonly (readonly [options: unknown, path: string | undefined])[] = [
  [undefined, undefined],
  [{ ...good, pasword: "x" }, "pasword"],
  [{ ...good, identifier: undefined }, "identifier"],
  [{ ...good, identifier: "" }, "identifier"],
  [{ ...good, password: "" }, "password"],
  [{ ...good, password: 7 }, "password"],
  [{ ...good, service: "bsky.social" }, "service"],
  [{ ...good, service: "http://pds.example.org" }, "service"],
  [{ ...good, service: "https://user:planted-password-7Hq@pds.example.org" }, "service"],
  [{ ...good, videoService: "ftp://video.example.org" }, "videoService"],
  [{ ...good, jetstream: "https://jetstream.example.org" }, "jetstream"],
  [{ ...good, jetstream: "ws://jetstream.example.org/subscribe" }, "jetstream"],
  [{ ...good, pollEveryMs: 10 }, "pollEveryMs"],
  [{ ...good, timeoutMs: 0 }, "timeoutMs"],
  [{ ...good, transport: {} }, "transport"],
];

test.each(refused)("refuses %j", (options, path) => {
  // Given as JavaScript would give it.
  const make = (): unknown => bluesky(options as Parameters<typeof bluesky>[0]);
  expect(make).toThrow(expect.objectContaining({ code: "config" }));
  try {
    make();
  } catch (error) {
    expect((error as { path?: string }).path).toBe(path);
    expect(inspect(error)).not.toContain("planted");
  }
});

test("a handle may be written with @, and a Jetstream without its path", () => {
  const options = readOptions({ ...good, identifier: "@clinic.example.org", jetstream: "wss://jetstream.example.org" });
  expect(options.identifier).toBe("clinic.example.org");
  expect(options.jetstream).toBe("wss://jetstream.example.org/subscribe");
});

test("the adapter shows no secret when it is printed", () => {
  expect(inspect(bluesky(good), { depth: 9, showHidden: true })).not.toContain("planted");
});
