import type { PlainPost, PlainServer } from "@carecast/sandbox";

import type { ChannelTask, Outcome } from "./task.ts";

/** What became of everything, and what should not have. */
export interface Verdict {
  readonly publications: number;
  readonly deliveries: number;
  readonly delivered: number;
  /** Left to a person, as it must be where a network has no lever. */
  readonly unknown: number;
  /** Behind a part of its thread that is unknown, or of which the network gave no id. */
  readonly waiting: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Broken otherwise: a wrong receipt, a post that nobody journaled, a thread in another order. */
  readonly wrong: readonly string[];
}

export interface Evidence {
  readonly channels: readonly ChannelTask[];
  readonly servers: readonly PlainServer[];
  /** What the ledger says. */
  readonly deliveries: readonly Outcome[];
  /** The publications of which `care.publish` has returned. */
  readonly published: readonly string[];
}

/** Compares what the ledger says with what the networks show. */
export function judge({ channels, servers, deliveries, published }: Evidence): Verdict {
  const found: Findings = { lost: [], doubled: [], wrong: [] };
  const known = new Set(deliveries.map(({ publicationId }) => publicationId));
  for (const id of published) if (!known.has(id)) found.lost.push(`${id}: published, and not in the ledger`);
  let waiting = 0;
  for (const channel of channels) {
    const posts = postsOf(channel, servers);
    const own = deliveries.filter((delivery) => delivery.channel === channel.name);
    const ids = new Set(own.map(({ id }) => id));
    for (const { reference, id } of posts)
      if (reference === null || !ids.has(reference)) found.wrong.push(`${channel.name}: nobody journaled post ${id}`);
    for (const thread of Map.groupBy(own, ({ publicationId }) => publicationId).values())
      waiting += judgeThread(thread, posts, channel, found);
  }
  const count = (state: Outcome["state"]): number => deliveries.filter((delivery) => delivery.state === state).length;
  return {
    publications: known.size,
    deliveries: deliveries.length,
    delivered: count("delivered") + count("accepted"),
    unknown: count("unknown"),
    waiting,
    ...found,
  };
}

interface Findings {
  readonly lost: string[];
  readonly doubled: string[];
  readonly wrong: string[];
}

/** The posts of one channel, in the order in which they were made. */
export function postsOf({ baseUrl, token }: ChannelTask, servers: readonly PlainServer[]): readonly PlainPost[] {
  const server = servers.find((one) => one.baseUrl === baseUrl);
  const account = server?.accounts.find((one) => one.token === token)?.name;
  return server?.posts().filter((post) => post.account === account) ?? [];
}

/** Resolves with the number of parts that wait behind another one. */
function judgeThread(
  thread: readonly Outcome[],
  posts: readonly PlainPost[],
  { lever }: ChannelTask,
  { lost, doubled, wrong }: Findings,
): number {
  let waiting = 0;
  let parent: string | null = null;
  let isOpen = true;
  for (const { id, index, state, receiptId } of thread.toSorted((left, right) => left.index - right.index)) {
    const name = `${id} (${state})`;
    const live = posts.filter(({ reference }) => reference === id);
    const [post] = live;
    const isDone = state === "delivered" || state === "accepted";
    if (live.length > 1) doubled.push(`${name}: ${live.length} posts`);
    if (isDone && !post) lost.push(`${name}: there is no post`);
    if (post && receiptId !== null && receiptId !== post.id) wrong.push(`${name}: the receipt names another post`);
    if (post && post.parentId !== (index === 0 ? null : parent)) wrong.push(`${name}: does not answer the part before`);
    if (post && !isOpen) wrong.push(`${name}: went out though the part before is not settled`);
    if (!isDone && state === "unknown" && lever !== "none") lost.push(`${name}: the lever ${lever} did not settle it`);
    if (!isDone && state !== "unknown") {
      if (isOpen) lost.push(`${name}: nothing goes on with it`);
      else waiting += 1;
      if (post) wrong.push(`${name}: there is a post`);
    }
    isOpen &&= isDone && receiptId !== null;
    parent = post?.id ?? null;
  }
  return waiting;
}
