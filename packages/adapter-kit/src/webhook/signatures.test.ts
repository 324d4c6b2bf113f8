import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ConfigError } from "@carecast/adapter";
import { catchError, findLeaks } from "../../test/find-leaks.ts";
import { encodeText } from "./bytes.ts";
import { signHmac, verifyHmac, type HmacOptions } from "./hmac.ts";
import { verifyEd25519 } from "./verify-ed25519.ts";
import { verifySharedSecret } from "./verify-shared-secret.ts";

/** Each network's own way of signing. Where its fact sheet has a vector it stands here; else Node's crypto signs. */
const vectors = [
  {
    source: "networks/x.md section 7, webhook signature",
    options: { secret: "test_consumer_secret", hash: "SHA-256", encoding: "base64", prefix: "sha256=" },
    body: '{"data":{"event_uuid":"1"}}',
    signature: "sha256=ZtOrArigqhsnhqXSqoIvYihS0oITRkDaqDg0zDgmPMY=",
  },
  {
    source: "networks/mastodon.md section 10, admin webhook",
    options: { secret: "test_webhook_secret", hash: "SHA-256", encoding: "hex", prefix: "sha256=" },
    body: '{"event":"status.created"}',
    signature: "sha256=48d363e6339f8b7f4cddbb704a0c848cf3ca50eb3d0d4a191be9a38c5cb47692",
  },
  {
    source: "networks/slack.md section 7, v0 with timestamp",
    options: { secret: "test_signing_secret", hash: "SHA-256", encoding: "hex", prefix: "v0=" },
    before: "v0:1700000000:",
    body: '{"type":"event_callback"}',
    signature: "v0=daf4a2324d850a59b457abc4240e28df7fce8bf2d47423e6025e87d2b0f3379c",
  },
  {
    source: "networks/meta-graph-common.md, X-Hub-Signature-256 over the raw body",
    options: { secret: "app secret", hash: "SHA-256", encoding: "hex", prefix: "sha256=" },
    body: '{"object":"page","entry":[]}',
    signature: `sha256=${createHmac("sha256", "app secret").update('{"object":"page","entry":[]}').digest("hex")}`,
  },
  {
    source: "networks/youtube.md, WebSub's X-Hub-Signature with SHA-1",
    options: { secret: "hub secret", hash: "SHA-1", encoding: "hex", prefix: "sha1=" },
    body: "<feed>é</feed>",
    signature: `sha1=${createHmac("sha1", "hub secret").update("<feed>é</feed>").digest("hex")}`,
  },
  {
    source: "networks/linkedin.md, X-LI-Signature over a prefix and the body",
    options: { secret: "client secret", hash: "SHA-256", encoding: "hex" },
    before: "hmacsha256=",
    body: "{}",
    signature: createHmac("sha256", "client secret").update("hmacsha256={}").digest("hex"),
  },
  {
    source: "networks/tiktok.md, the s of TikTok-Signature over timestamp and body",
    options: { secret: "client secret", hash: "SHA-256", encoding: "hex" },
    before: "1700000000.",
    body: "{}",
    signature: createHmac("sha256", "client secret").update("1700000000.{}").digest("hex"),
  },
] satisfies readonly {
  source: string;
  options: Omit<HmacOptions, "network">;
  before?: string;
  body: string;
  signature: string;
}[];

describe("verifyHmac", () => {
  it.each(vectors)("takes the vector of $source and nothing near it", async ({ options, body, signature, ...rest }) => {
    const before = "before" in rest ? rest.before : "";
    const verify = verifyHmac({ network: "demo", ...options });
    const bytes = encodeText(body);
    expect(await verify(bytes, signature, before)).toBe(true);
    expect(await verify(encodeText(`${body} `), signature, before)).toBe(false);
    expect(await verify(bytes, signature, `${before}x`)).toBe(false);
    const prefix = "prefix" in options ? options.prefix : "";
    const digits = signature.slice(prefix.length);
    const wrong = [
      ...["", " ", digits.slice(1), digits.slice(2), `${digits}0`, `${digits}00`, `${digits}=`, `zz${digits.slice(2)}`],
      ...[`${digits.startsWith("a") ? "b" : "a"}${digits.slice(1)}`, `${digits} `, ` ${digits}`],
    ];
    for (const each of wrong) expect(await verify(bytes, prefix + each, before)).toBe(false);
    expect(await verify(bytes, null, before)).toBe(false);
    if (prefix !== "") {
      expect(await verify(bytes, digits, before)).toBe(false);
      expect(await verify(bytes, signature.toUpperCase().slice(0, prefix.length) + digits, before)).toBe(false);
    }
    const other = verifyHmac({ network: "demo", ...options, secret: `${options.secret}2` });
    expect(await other(bytes, signature, before)).toBe(false);
  });

  it("asks a secret from a function each time, so that it can rotate", async () => {
    const options = { network: "demo", hash: "SHA-256", encoding: "hex" } as const;
    let secret = "old";
    const verify = verifyHmac({ ...options, secret: () => Promise.resolve(secret) });
    const signature = await signHmac({ ...options, secret: "new" })("text");
    expect(await verify(encodeText("text"), signature)).toBe(false);
    secret = "new";
    expect(await verify(encodeText("text"), signature)).toBe(true);
  });
});

describe("signHmac", () => {
  it("signs X's challenge as networks/x.md section 7 says", async () => {
    const sign = signHmac({ network: "x", secret: "test_consumer_secret", hash: "SHA-256", encoding: "base64" });
    expect(await sign("challenge_token")).toBe("+d8ttzZZIkCF5zUDI+Uln+gg7KZnfAwefOr6wHS2Dvc=");
  });

  it("makes what verifyHmac takes", async () => {
    const options = { network: "demo", secret: "s", hash: "SHA-1", encoding: "hex", prefix: "sha1=" } as const;
    expect(await verifyHmac(options)(encodeText("text"), await signHmac(options)("text"))).toBe(true);
  });
});

describe("verifyEd25519", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const hex = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");

  it("takes Discord's signature over timestamp and body (networks/discord.md section 7) and nothing near it", async () => {
    const body = encodeText('{"type":0}');
    const signature = sign(null, Buffer.concat([Buffer.from("1700000000"), body]), privateKey).toString("hex");
    const verify = verifyEd25519({ network: "discord", publicKey: hex });
    expect(await verify(body, signature, "1700000000")).toBe(true);
    expect(await verify(body, signature.toUpperCase(), "1700000000")).toBe(true);
    expect(await verify(body, signature, "1700000001")).toBe(false);
    expect(await verify(encodeText('{"type":1}'), signature, "1700000000")).toBe(false);
    for (const wrong of [null, "", "zz", signature.slice(2), `${signature}00`, "0".repeat(128)]) {
      expect(await verify(body, wrong, "1700000000")).toBe(false);
    }
  });

  it.each(["", hex.slice(2), `${hex}00`, `zz${hex.slice(2)}`])("refuses the key %j", async (wrong) => {
    const error = await catchError(() => verifyEd25519({ network: "discord", publicKey: wrong }));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ path: "publicKey" });
  });
});

describe("verifySharedSecret", () => {
  it("takes Telegram's header (networks/telegram.md) and nothing near it", async () => {
    const check = verifySharedSecret({ network: "telegram", secret: "a-Secret_Token" });
    expect(await check("a-Secret_Token")).toBe(true);
    for (const wrong of [null, "", "a-secret_token", "a-Secret_Toke", "a-Secret_Token ", "a-Secret_Token\0"]) {
      expect(await check(wrong)).toBe(false);
    }
  });
});

describe("without a secret", () => {
  const makers = {
    verifyHmac: (secret: HmacOptions["secret"]) => {
      const verify = verifyHmac({ network: "demo", path: "appSecret", secret, hash: "SHA-256", encoding: "hex" });
      return () => verify(encodeText(""), "");
    },
    signHmac: (secret: HmacOptions["secret"]) => {
      const sign = signHmac({ network: "demo", path: "appSecret", secret, hash: "SHA-256", encoding: "hex" });
      return () => sign("");
    },
    verifySharedSecret: (secret: HmacOptions["secret"]) => {
      const check = verifySharedSecret({ network: "demo", path: "appSecret", secret });
      return () => check(null);
    },
  };

  it.each(Object.entries(makers))("%s fails closed", async (_name, make) => {
    for (const secret of ["", "  "]) {
      const early = await catchError(() => make(secret));
      expect(early).toBeInstanceOf(ConfigError);
      expect(early).toMatchObject({ path: "appSecret" });
      const late = await catchError(() => make(() => secret)());
      expect(late).toBeInstanceOf(ConfigError);
    }
    // JavaScript callers can leave it out.
    expect(await catchError(() => make(JSON.parse("null") as string))).toBeInstanceOf(ConfigError);
    const error = await catchError(() => make(() => Promise.reject(new Error("s3cret vault")))());
    expect(findLeaks(error, ["s3cret"])).toEqual([]);
  });
});
