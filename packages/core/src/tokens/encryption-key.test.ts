import { randomBytes } from "node:crypto";
import { ConfigError } from "@carecast/adapter";
import * as z from "zod/mini";
import { expect, test } from "vitest";
import { parseOptions } from "../models/parse.ts";
import { encryptionKeySchema, type TokenOptions } from "./encryption-key.ts";

const schema = z.strictObject({ encryptionKey: z.optional(encryptionKeySchema) });
const read = (value: unknown): TokenOptions => parseOptions<TokenOptions>("createCarecast", schema, value);

test("takes a key, a function, or none", () => {
  for (const encryptionKey of [randomBytes(32).toString("base64"), randomBytes(32).toString("hex"), () => ""])
    expect(read({ encryptionKey })).toEqual({ encryptionKey });
  expect(read({})).toEqual({});
});

test.each([["planted-key"], [randomBytes(16).toString("base64")], [7], [null], [randomBytes(32)]])(
  "refuses what is no key, and says how to make one",
  (encryptionKey) => {
    expect(() => read({ encryptionKey })).toThrow(ConfigError);
    const error = ((): unknown => {
      try {
        return read({ encryptionKey });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ path: "encryptionKey" });
    expect((error as Error).message).toContain("openssl rand -base64 32");
    expect((error as Error).message).not.toContain(String(encryptionKey));
  },
);
