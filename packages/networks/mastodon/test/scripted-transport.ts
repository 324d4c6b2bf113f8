import type { CallContext, PublishContext } from "@carecast/adapter";
import type { Transport, TransportRequest } from "@carecast/adapter-kit";
import { mastodon } from "../src/adapter.ts";
import type { MastodonOptions } from "../src/options.ts";

/** One request as a test sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
  readonly form: FormData | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly stream?: AsyncIterable<Uint8Array>;
}

export interface ScriptedTransport extends Transport {
  readonly requests: readonly SeenRequest[];
}

/** A transport that asks `answer` in place of a network: tests see each request and order each answer. */
function scriptTransport(answer: (request: SeenRequest) => Reply | Promise<Reply>): ScriptedTransport {
  const requests: SeenRequest[] = [];
  return {
    requests,
    async send(sent) {
      sent.signal?.throwIfAborted();
      const request = toSeen(sent);
      requests.push(request);
      const { status = 200, headers = {}, json, stream } = await answer(request);
      const text = json === undefined ? "" : JSON.stringify(json);
      return {
        status,
        header: (name) => headers[name.toLowerCase()] ?? null,
        text: () => Promise.resolve(text),
        chunks: () => untilAborted(stream ?? [new TextEncoder().encode(text)], sent.signal),
        discard: () => Promise.resolve(),
      };
    },
  };
}

function toSeen({ method, url, headers, body, signal }: TransportRequest): SeenRequest {
  const { origin, pathname, searchParams } = new URL(url);
  return {
    method,
    origin,
    path: pathname,
    query: searchParams,
    headers,
    json: typeof body === "string" ? (JSON.parse(body) as unknown) : undefined,
    form: body instanceof FormData ? body : undefined,
    signal,
  };
}

async function* untilAborted(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal?.addEventListener(
      "abort",
      () => {
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
  aborted.catch(() => {});
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  for (;;) {
    const step = await Promise.race([iterator.next(), aborted]);
    if (step.done) return;
    yield step.value;
  }
}

export const origin = "https://social.example.org";
export const token = "planted-token-7Hq";
/** Words that must not be in anything that is thrown. */
export const words = "planted words about a ward";

export function scriptedAdapter(
  answer: (request: SeenRequest) => Reply | Promise<Reply>,
  options: Partial<MastodonOptions> = {},
) {
  const transport = scriptTransport(answer);
  return { transport, adapter: mastodon({ baseUrl: origin, accessToken: token, transport, ...options }) };
}

export const nowMs = Date.UTC(2026, 7, 20, 10);

/** A clock that stands still, and on which nobody waits long. */
export const stillClock: CallContext["clock"] = {
  now: () => nowMs,
  sleep: (_ms, signal) => (signal?.aborted === true ? Promise.reject(signal.reason as Error) : Promise.resolve()),
};

export const context = { clock: stillClock, lane: "routine", key: "delivery-1" } as const satisfies PublishContext;

/** A status as the instance writes it, cut to what is read and some of what is not. */
export function toStatusJson(more: object = {}): Record<string, unknown> {
  return {
    id: "115000000000000001",
    created_at: "2026-08-20T10:00:00.000Z",
    edited_at: null,
    in_reply_to_id: null,
    in_reply_to_account_id: null,
    sensitive: false,
    spoiler_text: "",
    visibility: "public",
    language: "en",
    uri: `${origin}/users/ward/statuses/115000000000000001`,
    url: `${origin}/@ward/115000000000000001`,
    replies_count: 1,
    reblogs_count: 2,
    favourites_count: 3,
    content: "<p>Hello</p>",
    reblog: null,
    account: ownAccount,
    media_attachments: [],
    mentions: [],
    tags: [],
    poll: null,
    ...more,
  };
}

export const ownAccount = {
  id: "1",
  username: "ward",
  acct: "ward",
  display_name: "Example Ward",
  url: `${origin}/@ward`,
  bot: false,
  followers_count: 10,
  following_count: 4,
  statuses_count: 20,
};

export const stranger = {
  ...ownAccount,
  id: "2",
  username: "robin",
  acct: "robin@remote.example",
  display_name: "Robin",
};
