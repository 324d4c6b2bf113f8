import type { Subscriber } from "../shared/stream-hub.ts";
import type { Route } from "../shared/router.ts";
import {
  plain,
  Refusal,
  type SocketSession,
  type StreamSink,
  type Upgrade,
  type WireReply,
  type WireRequest,
  type WireSocket,
} from "../shared/wire.ts";
import { hasScope, streamTokenOf } from "./authorize.ts";
import { refuse } from "./refusals.ts";
import type { State, StreamEvent, Token } from "./state.ts";

const thumpMs = 15_000;
const path = "/api/v1/streaming";

/** Where a WebSocket may be opened. */
export const sockets: readonly string[] = [path];

const names = [
  "user",
  "user:notification",
  "public",
  "public:local",
  "public:remote",
  "hashtag",
  "hashtag:local",
  "direct",
];

/** Server-sent events: https://docs.joinmastodon.org/methods/streaming/ */
export function streamingRoutes(state: State): readonly Route[] {
  return [
    { method: "GET", path: `${path}/health`, answer: () => plain("OK") },
    ...names.map((name): Route => ({
      method: "GET",
      path: `${path}/${name.replace(":", "/")}`,
      answer: ({ request }) => openEvents(state, name, request),
    })),
  ];
}

/** One stream that a client asked for: what it is called, and the channel that feeds it. */
interface Stream {
  readonly name: readonly string[];
  readonly channel: string;
}

function openEvents(state: State, name: string, request: WireRequest): WireReply {
  const token = identify(state, request);
  const stream = findStream(token, name, request.query.get("tag"));
  return {
    status: 200,
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    body: (sink) => {
      sink.write(":)\n");
      const thump = setInterval(() => {
        sink.write(":thump\n");
      }, thumpMs);
      const leave = state.hub.join(toEventSubscriber(token, stream, sink));
      return () => {
        clearInterval(thump);
        leave();
      };
    },
  };
}

function toEventSubscriber(token: Token, { channel }: Stream, sink: StreamSink): Subscriber<StreamEvent> {
  const write = (event: string, data: string): void => {
    sink.write(`event: ${event}\ndata: ${data}\n\n`);
  };
  return {
    owner: token.token,
    wants: ({ channels }) => channels.includes(channel),
    send: ({ event, payload }) => {
      write(event, payload());
    },
    sendMalformed: ({ event }) => {
      write(event, '{"id":"1');
    },
    destroy: sink.destroy,
  };
}

/** The WebSocket door, which takes and leaves streams as the client says. */
export function upgradeStreaming(state: State, request: WireRequest): Upgrade {
  try {
    const token = identify(state, request);
    return (socket) => openSocket(state, token, request, socket);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

function openSocket(state: State, token: Token, request: WireRequest, socket: WireSocket): SocketSession {
  const streams = new Map<string, () => void>();
  const subscribe = ({ name, channel }: Stream): void => {
    if (streams.has(channel)) return;
    streams.set(channel, state.hub.join(toSocketSubscriber(token, { name, channel }, socket)));
  };
  const unsubscribe = ({ channel }: Stream): void => {
    streams.get(channel)?.();
    streams.delete(channel);
  };
  const act = (action: (stream: Stream) => void, name: string, tag: string | null): void => {
    try {
      action(findStream(token, name, tag));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { error: message } = JSON.parse(String(error.reply.body)) as { error: string };
      socket.send(JSON.stringify({ error: message, status: error.reply.status }));
    }
  };
  const first = request.query.get("stream");
  if (first !== null) act(subscribe, first, request.query.get("tag"));
  return {
    message(text) {
      const { type, stream, tag } = readMessage(text);
      if (type === "subscribe") act(subscribe, stream, tag);
      if (type === "unsubscribe") act(unsubscribe, stream, tag);
    },
    closed() {
      for (const leave of streams.values()) leave();
    },
  };
}

function toSocketSubscriber(token: Token, { name, channel }: Stream, socket: WireSocket): Subscriber<StreamEvent> {
  return {
    owner: token.token,
    wants: ({ channels }) => channels.includes(channel),
    send: ({ event, payload }) => {
      socket.send(JSON.stringify({ stream: name, event, payload: payload() }));
    },
    sendMalformed: ({ event }) => {
      socket.send(`{"stream":${JSON.stringify(name)},"event":"${event}","payl`);
    },
    destroy: socket.destroy,
  };
}

function readMessage(text: string): { readonly type: string; readonly stream: string; readonly tag: string | null } {
  try {
    const message = JSON.parse(text) as Record<string, unknown> | null;
    const { type, stream, tag } = message ?? {};
    return { type: String(type), stream: String(stream), tag: typeof tag === "string" ? tag : null };
  } catch {
    return { type: "", stream: "", tag: null };
  }
}

/** The streaming server words its refusals in its own way. */
function identify(state: State, request: WireRequest): Token {
  const given = streamTokenOf(request);
  if (given === undefined) throw refuse(401, "Missing access token");
  const token = state.tokens.get(given);
  if (token === undefined) throw refuse(401, "Invalid access token");
  return token;
}

function findStream(token: Token, name: string, tag: string | null): Stream {
  if (!names.includes(name)) throw refuse(400, "Unknown stream type");
  if (name.startsWith("hashtag")) {
    if (tag === null || tag === "") throw refuse(400, "Missing tag name parameter");
    return { name: [name, tag], channel: `${name}:${tag.toLowerCase()}` };
  }
  if (name.startsWith("public")) return { name: [name], channel: name };
  const scope = name === "user:notification" ? "read:notifications" : "read:statuses";
  if (!hasScope(token, scope)) throw refuse(401, "Access token does not have the required scopes");
  const { id } = token.account;
  const channel = { user: `user:${id}`, "user:notification": `notification:${id}`, direct: `direct:${id}` }[name];
  return { name: [name], channel: channel ?? name };
}
