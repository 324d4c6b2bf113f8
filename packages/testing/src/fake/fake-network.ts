import {
  type FindResult,
  PlatformError,
  type Receipt,
  type ReplyTarget,
  type RepeatCapabilities,
} from "@carecast/adapter";
import type { FakeBody, FakePost } from "./fake-post.ts";

/** The network behind a fake adapter: what readers see, and what it remembers of calls that it has seen. */
export interface FakeNetwork {
  readonly posts: readonly FakePost[];
  /** Ids of posts, the one that was pinned last first. */
  readonly pinned: readonly string[];
  publish(request: FakePublishRequest): Receipt;
  find(key: string): FindResult;
  revise(id: string, body: FakeBody): Receipt;
  retract(id: string): void;
  pin(id: string): void;
  unpin(id: string): void;
}

interface FakePublishRequest {
  readonly body: FakeBody;
  readonly key: string;
  readonly replyTo: ReplyTarget | undefined;
  readonly nowMs: number;
  readonly state: Receipt["state"];
}

export function createFakeNetwork(network: string, repeat: RepeatCapabilities): FakeNetwork {
  const posts: FakePost[] = [];
  const pinned: string[] = [];
  const remembered = new Map<string, FakePost>();
  const byKey = new Map<string, FakePost>();
  let count = 0;

  const recall = (mark: string, nowMs: number): Receipt | undefined => {
    const post = remembered.get(mark);
    if (!post) return undefined;
    const isForgotten = repeat.windowMs !== undefined && nowMs - Date.parse(post.at) > repeat.windowMs;
    return isForgotten ? undefined : post.receipt;
  };

  const unpin = (id: string): void => {
    const index = pinned.indexOf(id);
    if (index >= 0) pinned.splice(index, 1);
  };

  return {
    posts,
    pinned,
    publish: ({ body, key, replyTo, nowMs, state }) => {
      const mark = markOf(repeat, body, key);
      const known = mark === undefined ? undefined : recall(mark, nowMs);
      if (known && repeat.lever === "duplicate-refusal") throw duplicate(network);
      if (known) return known;
      count += 1;
      const id = String(count);
      const at = new Date(nowMs).toISOString();
      const url = `https://${network}.example/posts/${id}`;
      const receipt: Receipt = { state, id, url, at };
      const post: FakePost = { id, url, at, key, text: body.text, body, ...(replyTo && { replyTo }), receipt };
      posts.push(post);
      if (!byKey.has(key)) byKey.set(key, post);
      if (mark !== undefined) remembered.set(mark, post);
      return receipt;
    },
    find: (key) => {
      const post = byKey.get(key);
      return post ? { found: true, receipt: post.receipt } : { found: false, certain: repeat.find === "certain" };
    },
    revise: (id, body) => {
      const index = posts.findIndex((post) => post.id === id);
      const post = posts[index];
      if (!post) throw missing(network);
      posts[index] = { ...post, text: body.text, body };
      return post.receipt;
    },
    retract: (id) => {
      const index = posts.findIndex((post) => post.id === id);
      const [gone] = index < 0 ? [] : posts.splice(index, 1);
      if (gone && byKey.get(gone.key)?.id === id) byKey.delete(gone.key);
      unpin(id);
    },
    pin: (id) => {
      if (!posts.some((post) => post.id === id)) throw missing(network);
      if (!pinned.includes(id)) pinned.unshift(id);
    },
    unpin,
  };
}

/** What the network compares to recognise a repeated call; `undefined` where it compares nothing. */
function markOf(repeat: RepeatCapabilities, body: FakeBody, key: string): string | undefined {
  if (repeat.lever === "none") return undefined;
  if (repeat.lever === "duplicate-refusal") return body.text;
  if (repeat.lever === "container") return body.container;
  return key;
}

function missing(network: string): PlatformError {
  return new PlatformError(`${network} has no such post.`, { network, status: 404 });
}

function duplicate(network: string): PlatformError {
  return new PlatformError(`${network} already has this post and gives no id for it. Look it up with find.`, {
    network,
    outcome: "sent",
    platformCode: "duplicate",
    status: 403,
  });
}
