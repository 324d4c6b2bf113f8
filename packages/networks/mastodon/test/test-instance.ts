import type { Inbound, ListenContext, ListenQuery, StreamFact } from "@carecast/adapter";
import { expect, onTestFinished } from "vitest";
import type { MastodonOptions } from "../src/options.ts";
import {
  origin,
  ownAccount,
  scriptedAdapter,
  stillClock,
  stranger,
  toStatusJson,
  type Reply,
  type SeenRequest,
} from "./scripted-transport.ts";

/** An open event stream: what is pushed arrives, and `end` or `fail` closes it. */
interface OpenStream {
  readonly request: SeenRequest;
  push(event: string, data: unknown): void;
  end(): void;
}

/** The parts of an instance that listening uses, in memory, with pages of `pageSize`. */
export interface TestInstance {
  readonly notifications: Record<string, unknown>[];
  readonly tagged: Record<string, unknown>[];
  /** Every stream that was opened, also those that have ended. */
  readonly streams: OpenStream[];
  /** Answers before the instance does; undefined lets it answer. */
  intercept: (request: SeenRequest) => Reply | undefined | Promise<Reply | undefined>;
  readonly answer: (request: SeenRequest) => Promise<Reply>;
}

export function createTestInstance(pageSize = 2): TestInstance {
  const instance: TestInstance = {
    notifications: [],
    tagged: [],
    streams: [],
    intercept: () => undefined,
    answer: async (request) => (await instance.intercept(request)) ?? answer(instance, request, pageSize),
  };
  return instance;
}

function answer(instance: TestInstance, request: SeenRequest, pageSize: number): Reply {
  const { path } = request;
  if (path === "/api/v1/accounts/verify_credentials") return { json: ownAccount };
  if (path === "/api/v2/instance")
    return { json: { configuration: { urls: { streaming: origin.replace("https", "wss") } } } };
  if (path === "/api/v1/notifications") return { json: pageOf(instance.notifications, request, pageSize) };
  if (path.startsWith("/api/v1/timelines/tag/")) return { json: pageOf(instance.tagged, request, pageSize) };
  if (path.startsWith("/api/v1/streaming/")) return { stream: openStream(instance, request) };
  return { status: 404 };
}

function pageOf(items: readonly Record<string, unknown>[], { query }: SeenRequest, pageSize: number): unknown[] {
  const limit = Math.min(Number(query.get("limit")), pageSize);
  const minId = query.get("min_id");
  const maxId = Number(query.get("max_id") ?? Infinity);
  const ordered = items.filter(({ id }) => Number(id) > Number(minId ?? -1) && Number(id) < maxId);
  ordered.sort((left, right) => Number(right["id"]) - Number(left["id"]));
  return minId === null ? ordered.slice(0, limit) : ordered.slice(-limit);
}

function openStream(instance: TestInstance, request: SeenRequest): AsyncIterable<Uint8Array> {
  const chunks: (Uint8Array | undefined)[] = [new TextEncoder().encode(":)\n\n")];
  let wake = (): void => {};
  const add = (chunk: Uint8Array | undefined): void => {
    chunks.push(chunk);
    wake();
  };
  instance.streams.push({
    request,
    push: (event, data) => {
      const text = typeof data === "string" ? data : JSON.stringify(data);
      add(new TextEncoder().encode(`event: ${event}\ndata: ${text}\n\n`));
    },
    end: () => {
      add(undefined);
    },
  });
  return {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (chunks.length > 0) {
          const chunk = chunks.shift();
          if (!chunk) return;
          yield chunk;
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/** A mention of ours by a stranger. `id` is the notification's; the status has the same with a 9 before it. */
export function toNotification(id: number, more: object = {}): Record<string, unknown> {
  const status = toMention(`9${id}`, {
    created_at: new Date(Date.UTC(2026, 7, 20) + id * 1000).toISOString(),
    ...more,
  });
  return { id: String(id), type: "mention", created_at: status["created_at"], account: stranger, status };
}

export function toMention(id: string, more: object = {}): Record<string, unknown> {
  return toStatusJson({
    id,
    account: stranger,
    mentions: [{ id: ownAccount.id }],
    content: `<p>Item ${id}</p>`,
    ...more,
  });
}

export interface TestListener {
  readonly iterator: AsyncIterator<Inbound>;
  readonly facts: StreamFact[];
  readonly requests: readonly SeenRequest[];
  next(): Promise<Inbound>;
  /** The next `count` items, as `eventId`s. */
  take(count: number): Promise<string[]>;
  abort(reason: unknown): void;
}

/** Listens as core does; leaves when the test ends. */
export function listen(
  instance: TestInstance,
  query: ListenQuery = {},
  { options = {}, clock = stillClock }: { options?: Partial<MastodonOptions>; clock?: ListenContext["clock"] } = {},
): TestListener {
  const { adapter, transport } = scriptedAdapter(instance.answer, options);
  const controller = new AbortController();
  const facts: StreamFact[] = [];
  const report = (fact: StreamFact): void => void facts.push(fact);
  if (!adapter.listen) throw new Error("The adapter cannot listen.");
  const iterator = adapter.listen(query, { clock, signal: controller.signal, report })[Symbol.asyncIterator]();
  onTestFinished(async () => {
    controller.abort(new Error("The test is over."));
    await iterator.return?.();
  });
  const next = async (): Promise<Inbound> => {
    const step = await iterator.next();
    if (step.done === true) throw new Error("The listener has ended.");
    return step.value;
  };
  return {
    iterator,
    facts,
    requests: transport.requests,
    next,
    take: async (count) => {
      const ids: string[] = [];
      while (ids.length < count) ids.push((await next()).eventId);
      return ids;
    },
    abort: (reason) => {
      controller.abort(reason);
    },
  };
}

/** Waits on promises alone until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 10_000 && !condition(); round++) await new Promise((resolve) => setImmediate(resolve));
  expect(condition()).toBe(true);
}
