import type { CallContext, Part, PublishContext } from "@carecast/adapter";
import type { Transport, TransportRequest } from "@carecast/adapter-kit";
import { bluesky, type BlueskyOptions } from "../src/index.ts";

/** One request as a test sees it. */
export interface SeenRequest {
  /** The endpoint: `com.atproto.repo.putRecord`. */
  readonly name: string;
  readonly method: string;
  readonly origin: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
  readonly body: TransportRequest["body"];
}

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** What the network answers to one endpoint; the number says how often it was asked before. */
export type Answer = (request: SeenRequest, times: number) => Reply | Promise<Reply>;

export interface ScriptedNetwork extends Transport {
  readonly requests: readonly SeenRequest[];
  /** The endpoints that were asked, in order. */
  names(): readonly string[];
}

/** A transport that asks `answers` in place of a network. Logins work unless `answers` says otherwise. */
function scriptNetwork(answers: Readonly<Record<string, Answer>> = {}): ScriptedNetwork {
  const requests: SeenRequest[] = [];
  const all: Readonly<Record<string, Answer>> = {
    "com.atproto.server.createSession": (_request, times) => ({ json: toSessionJson(`first${times}`) }),
    "com.atproto.server.refreshSession": (_request, times) => ({ json: toSessionJson(`next${times}`) }),
    ...answers,
  };
  return {
    requests,
    names: () => requests.map(({ name }) => name),
    async send(sent) {
      sent.signal?.throwIfAborted();
      const request = toSeen(sent);
      const times = requests.filter(({ name }) => name === request.name).length;
      requests.push(request);
      const answer = all[request.name];
      if (!answer) throw new Error(`The script has no answer for ${request.name}.`);
      const { status = 200, headers = {}, json } = await answer(request, times);
      const text = json === undefined ? "" : JSON.stringify(json);
      return {
        status,
        header: (name) => headers[name.toLowerCase()] ?? null,
        text: () => Promise.resolve(text),
        chunks: async function* () {
          yield new TextEncoder().encode(text);
        },
        discard: () => Promise.resolve(),
      };
    },
  };
}

function toSeen({ method, url, headers, body }: TransportRequest): SeenRequest {
  const { origin, pathname, searchParams } = new URL(url);
  return {
    name: pathname.replace("/xrpc/", ""),
    method,
    origin,
    query: searchParams,
    headers,
    json: typeof body === "string" ? (JSON.parse(body) as unknown) : undefined,
    body,
  };
}

export const service = "https://pds.example.org";
export const did = "did:plc:clinic2222222222222222222";
/** Words that must not be in anything that is thrown. */
export const words = "planted words about a ward";
export const password = "planted-password-7Hq";
export const nowMs = Date.UTC(2026, 7, 20, 10);

/** A clock that stands still, and on which nobody waits. */
const stillClock: CallContext["clock"] = {
  now: () => nowMs,
  sleep: (_ms, signal) => (signal?.aborted === true ? Promise.reject(signal.reason as Error) : Promise.resolve()),
};

export const context = { clock: stillClock, lane: "routine", key: "delivery-1" } as const satisfies PublishContext;

export function scriptedAdapter(answers: Readonly<Record<string, Answer>> = {}, options: Partial<BlueskyOptions> = {}) {
  const network = scriptNetwork(answers);
  const adapter = bluesky({ service, identifier: "clinic.example.org", password, transport: network, ...options });
  return { network, adapter };
}

/** A session as the servers write it; the tokens of two hours carry `name` in place of a signature. */
export function toSessionJson(name: string, more: object = {}): object {
  const claims = { scope: "com.atproto.access", sub: did, iat: nowMs / 1000, exp: nowMs / 1000 + 7200 };
  const accessJwt = ["head", btoa(JSON.stringify(claims)).replaceAll("=", ""), `access-${name}`].join(".");
  return { accessJwt, refreshJwt: `head.body.refresh-${name}`, did, handle: "clinic.example.org", ...more };
}

/** The name that `toSessionJson` gave to the token of a request. */
export function tokenOf({ headers }: SeenRequest): string | undefined {
  return headers["authorization"]?.split(".").at(-1);
}

export const refuse =
  (status: number, error: string, message = words): Answer =>
  () => ({ status, json: { error, message } });

export const cid = "bafyreibospiybok6vt2fieckn2au3cqwa2qosnktkslva5faf6ihu64dcm";

/** Stores what is written, as the reference server does: equal content is a repetition, other content a refusal. */
export function scriptRepo(): {
  readonly records: Map<string, unknown>;
  readonly answers: Readonly<Record<string, Answer>>;
} {
  const records = new Map<string, unknown>();
  const toUri = (rkey: string): string => `at://${did}/app.bsky.feed.post/${rkey}`;
  return {
    records,
    answers: {
      "com.atproto.repo.putRecord": ({ json }) => {
        const { rkey, record } = json as { rkey: string; record: unknown };
        if (records.has(rkey) && JSON.stringify(records.get(rkey)) !== JSON.stringify(record)) {
          return { status: 400, json: { error: "InvalidSwap", message: words } };
        }
        records.set(rkey, record);
        return { json: { uri: toUri(rkey), cid } };
      },
      "com.atproto.repo.getRecord": ({ query }) => {
        const rkey = query.get("rkey") ?? "";
        return records.has(rkey)
          ? { json: { uri: toUri(rkey), cid, value: records.get(rkey) } }
          : { status: 400, json: { error: "RecordNotFound", message: words } };
      },
      "com.atproto.repo.deleteRecord": ({ json }) => {
        records.delete((json as { rkey: string }).rkey);
        return { json: {} };
      },
    },
  };
}

export function toPart(more: Partial<Part> = {}): Part {
  return { text: "The ward is open.", audience: "public", media: [], ...more };
}
