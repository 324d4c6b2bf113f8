import { type Inbound, type Received, revealSecret, type Secret } from "@carecast/adapter";

const header = "x-fake-signature";
const encoder = new TextEncoder();

/** A signed webhook request that carries `inbound`, as the fake network sends it. */
export async function signWebhook(inbound: Inbound, secret: Secret): Promise<Request> {
  const { eventId, feedback } = inbound;
  const body = JSON.stringify({ eventId, feedback });
  const key = await importKey(await revealSecret(secret), "sign");
  const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(body));
  const headers = { [header]: toHex(new Uint8Array(signature)) };
  return new Request("https://hooks.example.org/fake", { method: "POST", body, headers });
}

/** Answers a webhook request: the challenge of a `GET`, the event of a signed `POST`, else 401. */
export async function receiveWebhook(request: Request, secret: Secret | undefined): Promise<Received> {
  if (secret === undefined) return refused();
  if (request.method === "GET") {
    return { response: new Response(new URL(request.url).searchParams.get("challenge")), events: [] };
  }
  const body = await request.arrayBuffer();
  const signature = fromHex(request.headers.get(header) ?? "");
  const key = await importKey(await revealSecret(secret), "verify");
  if (!(await crypto.subtle.verify("HMAC", key, signature, body))) return refused();
  // The signature proves that signWebhook wrote this body.
  const inbound = JSON.parse(new TextDecoder().decode(body)) as Inbound;
  return { response: new Response(null, { status: 200 }), events: [inbound] };
}

const refused = (): Received => ({ response: new Response(null, { status: 401 }), events: [] });

function importKey(secret: string, usage: "sign" | "verify"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [usage]);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const pairs = /^(?:[0-9a-f]{2})*$/.test(text) ? (text.match(/../g) ?? []) : [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
