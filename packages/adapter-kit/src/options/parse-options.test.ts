import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { ConfigError } from "@carecast/adapter";
import { catchError, findLeaks } from "../../test/find-leaks.ts";
import { parseOptions } from "./parse-options.ts";
import { secretOption } from "./secret-option.ts";

const schema = z.strictObject({
  accessToken: secretOption,
  visibility: z.optional(z.enum(["public", "unlisted"])),
  name: z.optional(z.string().check(z.minLength(2), z.maxLength(4))),
  timeouts: z.optional(z.strictObject({ connectMs: z.number().check(z.minimum(1)) })),
  tags: z.optional(z.array(z.string("must be a text."))),
});

describe("parseOptions", () => {
  it("gives the options back, typed", () => {
    const options: z.infer<typeof schema> = parseOptions("demo", schema, { accessToken: "t", visibility: "public" });
    expect(options).toEqual({ accessToken: "t", visibility: "public" });
    const secret = (): string => "t";
    expect(parseOptions("demo", schema, { accessToken: secret }).accessToken).toBe(secret);
  });

  it.each([
    [{}, "accessToken", "demo: option accessToken is missing."],
    [
      { accessToken: " " },
      "accessToken",
      "demo: option accessToken must be a non-empty string or a function that returns one.",
    ],
    [
      { accessToken: "t", visibility: "s3cret" },
      "visibility",
      "demo: option visibility must be one of public, unlisted.",
    ],
    [{ accessToken: "t", name: "s" }, "name", "demo: option name must be at least 2 characters long."],
    [{ accessToken: "t", name: "s3cret" }, "name", "demo: option name must be at most 4 characters long."],
    [{ accessToken: "t", name: 5 }, "name", "demo: option name must be a string."],
    [
      { accessToken: "t", timeouts: { connectMs: 0 } },
      "timeouts.connectMs",
      "demo: option timeouts.connectMs must be at least 1.",
    ],
    [{ accessToken: "t", tags: ["a", 1] }, "tags[1]", "demo: option tags[1] must be a text."],
    [
      { accessToken: "s3cret", accesToken: "s3cret" },
      "accesToken",
      "demo: there is no option accesToken. Known options: accessToken, visibility, name, timeouts, tags.",
    ],
    [
      { accessToken: "t", timeouts: { connectMs: 1, readMs: "s3cret" } },
      "timeouts.readMs",
      "demo: there is no option timeouts.readMs. Remove it or correct its spelling.",
    ],
  ])("refuses %o by its path", async (input, path, message) => {
    const error = await catchError(() => parseOptions("demo", schema, input));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ path, message });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });

  it.each([undefined, null, "s3cret", 5])("wants an object, not %o", async (input) => {
    const error = await catchError(() => parseOptions("demo", schema, input));
    expect(error).toMatchObject({ message: "demo: write the options as one object." });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });

  it("refuses unknown keys also where the schema would drop them, and repeats none that can be a secret", async () => {
    const loose = z.object({ a: z.optional(z.string()) });
    const error = await catchError(() => parseOptions("demo", loose, { "Bearer s3cret": true }));
    expect(error).toMatchObject({ message: "demo: there is no option with that name. Known options: a." });
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });
});
