import { createDecipheriv, createHash, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { ConfigError, LedgerError, type Json } from "@carecast/adapter";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSealer } from "./seal.ts";

const bytes = randomBytes(32);
const key = bytes.toString("base64");
const sealer = createSealer(key);
const session: Json = { token: "planted-token", for: ["clinic.example.org", null, true, 7.5] };

const failureOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );

describe("a sealed token", () => {
  test("opens as what it was", async () => {
    const channels = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), channels, fc.integer({ min: 1 }), async (value, channel, version) => {
        // What JSON itself loses (negative zero) is lost before it is sealed.
        const json = JSON.parse(JSON.stringify(value)) as Json;
        const sealed = await sealer.seal(channel, version, json);
        expect(await sealer.open(channel, { version, sealed })).toStrictEqual(json);
      }),
      { numRuns: 200 },
    );
  });

  test("is AES-256-GCM as everybody has it, bound to channel and version", async () => {
    const all = Buffer.from(await sealer.seal("sky", 3, session), "base64url");
    const id = createHash("sha256").update("carecast key id").update(bytes).digest().subarray(0, 8);
    expect(all.subarray(0, 8)).toEqual(id);
    const decipher = createDecipheriv("aes-256-gcm", bytes, all.subarray(8, 20));
    decipher.setAAD(Buffer.from("carecast tokens 1 3 sky"));
    decipher.setAuthTag(all.subarray(-16));
    const text = Buffer.concat([decipher.update(all.subarray(20, -16)), decipher.final()]).toString();
    expect(JSON.parse(text)).toEqual(session);
  });

  test("has a nonce of its own each time", async () => {
    const sealed = await Promise.all(Array.from({ length: 500 }, () => sealer.seal("sky", 1, session)));
    const nonces = sealed.map((text) => Buffer.from(text, "base64url").subarray(8, 20).toString("hex"));
    expect(new Set(nonces).size).toBe(500);
  });

  test("shows nothing of what is in it", async () => {
    const all = Buffer.from(await sealer.seal("sky", 1, session), "base64url").toString("latin1");
    expect(all).not.toContain("planted");
    expect(all).not.toContain("clinic");
    expect(all).not.toContain(bytes.toString("latin1"));
  });

  test.each([
    ["another channel", "wards", 1],
    ["a later version", "sky", 2],
    ["another channel whose name runs into the version", "1 sky", 1],
  ])("does not open as that of %s", async (_what, channel, version) => {
    const sealed = await sealer.seal("sky", 1, session);
    expect(await failureOf(sealer.open(channel, { version, sealed }))).toBeInstanceOf(LedgerError);
  });

  test("does not open when any of its bytes is another", async () => {
    const all = Buffer.from(await sealer.seal("sky", 1, session), "base64url");
    for (const [index, byte] of all.entries()) {
      const other = Buffer.from(all);
      other[index] = byte ^ 1;
      const error = await failureOf(sealer.open("sky", { version: 1, sealed: other.toString("base64url") }));
      expect(error).toBeInstanceOf(index < 8 ? ConfigError : LedgerError);
    }
  });

  test.each([["cut short"], ["cut to nothing but its head"], ["no base64"], ["longer"]])(
    "%s is damaged",
    async (how) => {
      const sealed = await sealer.seal("sky", 1, session);
      const damaged = {
        "cut short": sealed.slice(0, -4),
        "cut to nothing but its head": sealed.slice(0, 12),
        "no base64": `*${sealed.slice(1)}`,
        longer: `${sealed}AAAA`,
      }[how]!;
      const error = await failureOf(sealer.open("sky", { version: 1, sealed: damaged }));
      expect(error).toMatchObject({
        code: "ledger",
        channel: "sky",
        message: expect.stringContaining("sky") as string,
      });
      expect(inspect(error)).not.toContain("planted");
      expect(inspect(error)).not.toContain(sealed.slice(0, 12));
    },
  );

  test("is told from damage when the key is another", async () => {
    const sealed = await sealer.seal("sky", 1, session);
    const other = randomBytes(32).toString("hex");
    const error = await failureOf(createSealer(other).open("sky", { version: 1, sealed }));
    expect(error).toMatchObject({ code: "config", path: "encryptionKey", channel: "sky" });
    expect((error as Error).message).toContain("stored with another key");
    for (const secret of [key, other, sealed]) expect(inspect(error, { showHidden: true })).not.toContain(secret);
  });
});

describe("the key", () => {
  test.each([
    ["base64", key],
    ["base64 without padding", key.replace("=", "")],
    ["base64url", bytes.toString("base64url")],
    ["hex", bytes.toString("hex")],
    ["hex in capitals", bytes.toString("hex").toUpperCase()],
    ["a file, with its line break", `${key}\n`],
  ])("may come as %s", async (_form, text) => {
    const sealed = await sealer.seal("sky", 1, session);
    expect(await createSealer(text).open("sky", { version: 1, sealed })).toEqual(session);
  });

  test.each([
    ["empty", ""],
    ["a password", "correct horse battery staple"],
    ["31 bytes", randomBytes(31).toString("base64")],
    ["33 bytes", randomBytes(33).toString("base64")],
    ["31 bytes in hex", randomBytes(31).toString("hex")],
    ["32 letters", "abcdefghijklmnopqrstuvwxyzabcdef"],
    ["bytes in place of text", randomBytes(32) as unknown as string],
  ])("of another form is refused: %s", async (_what, text) => {
    const error = await failureOf(createSealer(() => text).prepare());
    expect(error).toMatchObject({ code: "config", path: "encryptionKey" });
    expect((error as Error).message).toContain("openssl rand -base64 32");
    if (text !== "") expect(inspect(error, { showHidden: true })).not.toContain(String(text));
  });

  test("from a function is asked for once, and again when the function failed", async () => {
    let asked = 0;
    const lazy = createSealer(async () => {
      asked += 1;
      if (asked === 1) throw new Error(`planted ${key}`);
      return key;
    });
    expect(asked).toBe(0);
    const error = await failureOf(lazy.prepare());
    expect(error).toMatchObject({ code: "config", path: "encryptionKey" });
    expect(inspect(error, { showHidden: true })).not.toContain("planted");
    const sealed = await Promise.all([lazy.seal("sky", 1, session), lazy.seal("sky", 2, session)]);
    expect(await lazy.open("sky", { version: 2, sealed: sealed[1] })).toEqual(session);
    expect(asked).toBe(2);
  });

  test("cannot be taken out of the sealer again", () => {
    for (const form of [key, bytes.toString("hex")])
      expect(inspect(sealer, { depth: 9, showHidden: true })).not.toContain(form);
  });
});
