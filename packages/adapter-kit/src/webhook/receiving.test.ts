import { describe, expect, it } from "vitest";
import { manualClock } from "@carecast/testing";
import { answerHubChallenge, answerSignedChallenge, answerUrlVerification } from "./answer-challenge.ts";
import { checkTimestamp } from "./check-timestamp.ts";
import { createReplayGuard } from "./create-replay-guard.ts";
import { signHmac } from "./hmac.ts";
import { readWebhookBody } from "./read-webhook-body.ts";
import { verifySharedSecret } from "./verify-shared-secret.ts";

const address = "https://hospital.example.org/hooks";

describe("answerHubChallenge", () => {
  const check = verifySharedSecret({ network: "demo", secret: "T" });
  const ask = (query: string, method = "GET"): Promise<Response | undefined> =>
    answerHubChallenge(new Request(`${address}?${query}`, { method }), check);

  it("echoes the challenge as plain text (networks/meta-graph-common.md)", async () => {
    const response = await ask("hub.mode=subscribe&hub.verify_token=T&hub.challenge=%3Cb%3E42");
    expect(response?.status).toBe(200);
    expect(response?.headers.get("content-type")).toContain("text/plain");
    expect(response?.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await response?.text()).toBe("<b>42");
  });

  it.each([
    "hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=42",
    "hub.mode=subscribe&hub.challenge=42",
    "hub.mode=subscribe&hub.verify_token=T",
    "hub.mode=other&hub.verify_token=T&hub.challenge=42",
  ])("refuses %s", async (query) => {
    const response = await ask(query);
    expect(response?.status).toBe(403);
    expect(await response?.text()).toBe("");
  });

  it("leaves other requests alone", async () => {
    expect(await ask("a=b")).toBeUndefined();
    expect(await ask("hub.mode=subscribe&hub.verify_token=T&hub.challenge=42", "POST")).toBeUndefined();
  });
});

describe("answerSignedChallenge", () => {
  const crc = {
    parameter: "crc_token",
    sign: signHmac({
      network: "x",
      secret: "test_consumer_secret",
      hash: "SHA-256",
      encoding: "base64",
      prefix: "sha256=",
    }),
    toBody: (_challenge: string, signature: string) => ({ response_token: signature }),
  };

  it("answers X's CRC (networks/x.md section 7)", async () => {
    const response = await answerSignedChallenge(new Request(`${address}?crc_token=challenge_token`), crc);
    expect(response?.status).toBe(200);
    expect(await response?.json()).toEqual({ response_token: "sha256=+d8ttzZZIkCF5zUDI+Uln+gg7KZnfAwefOr6wHS2Dvc=" });
  });

  it("answers LinkedIn's challenge (networks/linkedin.md)", async () => {
    const sign = signHmac({ network: "linkedin", secret: "client secret", hash: "SHA-256", encoding: "hex" });
    const code = "890e4665-4dfe-4ab1-b689-ed553bceeed0";
    const response = await answerSignedChallenge(new Request(`${address}?challengeCode=${code}`), {
      parameter: "challengeCode",
      sign,
      toBody: (challengeCode, challengeResponse) => ({ challengeCode, challengeResponse }),
    });
    expect(await response?.json()).toEqual({ challengeCode: code, challengeResponse: await sign(code) });
  });

  it.each(["{}", "%7B%22data%22%3A1%7D", "a b", "x".repeat(257), "", "a%0Ab", "hmacsha256=%7B%7D"])(
    "does not sign what could be the body of an event: %s",
    async (challenge) => {
      const response = await answerSignedChallenge(new Request(`${address}?crc_token=${challenge}`), crc);
      expect(response?.status).toBe(400);
      expect(await response?.text()).toBe("");
    },
  );

  it("leaves other requests alone", async () => {
    expect(await answerSignedChallenge(new Request(address), crc)).toBeUndefined();
    const post = new Request(`${address}?crc_token=a`, { method: "POST" });
    expect(await answerSignedChallenge(post, crc)).toBeUndefined();
  });
});

describe("answerUrlVerification", () => {
  it("answers Slack's handshake (networks/slack.md section 10)", async () => {
    const response = answerUrlVerification({ token: "x", challenge: "abc", type: "url_verification" });
    expect(response?.status).toBe(200);
    expect(await response?.text()).toBe("abc");
    expect(response?.headers.get("content-type")).toContain("text/plain");
  });

  it.each([
    undefined,
    null,
    "url_verification",
    {},
    { type: "event_callback", challenge: "a" },
    { type: "url_verification", challenge: 1 },
  ])("leaves %o alone", (body) => {
    expect(answerUrlVerification(body)).toBeUndefined();
  });
});

describe("checkTimestamp", () => {
  const clock = manualClock(1_700_000_000_000);
  it.each([
    ["1700000000", true],
    ["1699999700", true],
    ["1700000300", true],
    ["1699999699", false],
    ["1700000301", false],
    ["", false],
    ["-1", false],
    ["1.7e9", false],
    ["0x6553f100", false],
    [" 1700000000", false],
    [null, false],
  ])("says of %j at 1700000000: %s", (seconds, expected) => {
    expect(checkTimestamp(seconds, clock)).toBe(expected);
  });

  it("takes another window", () => {
    expect(checkTimestamp("1699999990", clock, 10_000)).toBe(true);
    expect(checkTimestamp("1699999989", clock, 10_000)).toBe(false);
  });
});

describe("createReplayGuard", () => {
  it("lets an id in once, until it is forgotten or released", async () => {
    const clock = manualClock();
    const guard = createReplayGuard({ clock, rememberMs: 1_000 });
    expect(guard.claim("a")).toBe(true);
    expect(guard.claim("a")).toBe(false);
    expect(guard.claim("b")).toBe(true);
    guard.release("b");
    expect(guard.claim("b")).toBe(true);
    await clock.advance(1_000);
    expect(guard.claim("a")).toBe(false);
    await clock.advance(1);
    expect(guard.claim("a")).toBe(true);
  });

  it("forgets the oldest when it is full", () => {
    const guard = createReplayGuard({ clock: manualClock(), maxEntries: 3 });
    for (const id of ["a", "b", "c", "d"]) expect(guard.claim(id)).toBe(true);
    expect(["b", "c", "d"].map((id) => guard.claim(id))).toEqual([false, false, false]);
    expect(guard.claim("a")).toBe(true);
  });

  it("counts the time from the last claim, and keeps the order then", async () => {
    const clock = manualClock();
    const guard = createReplayGuard({ clock, rememberMs: 1_000, maxEntries: 2 });
    guard.claim("a");
    await clock.advance(1_001);
    guard.claim("b");
    guard.claim("a");
    guard.claim("c");
    expect(guard.claim("a")).toBe(false);
    expect(guard.claim("b")).toBe(true);
  });
});

describe("readWebhookBody", () => {
  const request = (body: BodyInit | null, headers: Record<string, string> = {}): Request =>
    new Request(address, { method: "POST", body, headers, duplex: "half" } as RequestInit);
  const stream = (chunks: readonly string[], onCancel = (): void => {}): ReadableStream<Uint8Array> => {
    const left = [...chunks];
    return new ReadableStream({
      pull: (controller) => {
        const chunk = left.shift();
        if (chunk === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(chunk));
      },
      cancel: onCancel,
    });
  };

  it("gives the raw bytes, also of none", async () => {
    expect(await readWebhookBody(request(new Uint8Array([0, 255])))).toEqual(new Uint8Array([0, 255]));
    expect(await readWebhookBody(request(stream(["a", "é"])))).toEqual(new TextEncoder().encode("aé"));
    expect(await readWebhookBody(request(null))).toEqual(new Uint8Array());
    expect(await readWebhookBody(request("12345"), 5)).toHaveLength(5);
  });

  it("stops reading at the limit, whatever the header says", async () => {
    let cancelled = false;
    const body = stream(new Array<string>(1_000).fill("0123456789"), () => {
      cancelled = true;
    });
    expect(await readWebhookBody(request(body), 100)).toBeUndefined();
    expect(cancelled).toBe(true);
    expect(await readWebhookBody(request(stream(["x"]), { "content-length": "101" }), 100)).toBeUndefined();
  });
});
