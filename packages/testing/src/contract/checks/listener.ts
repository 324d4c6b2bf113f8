import type { Adapter, Inbound, ListenQuery, StreamFact } from "@carecast/adapter";
import type { Saying } from "../harness.ts";
import type { Stage } from "../stage.ts";
import { ContractViolation, demand } from "../violation.ts";

/** Somebody who listens as core does: asks for the next item as soon as one is handled. */
export interface Listener {
  /** What was heard so far. */
  readonly items: readonly Inbound[];
  readonly facts: readonly StreamFact[];
  /** Waits until an item was heard whose text holds `words`. Throws what ended the loop before. */
  hear(words: string): Promise<Inbound>;
  /** Aborts, and ends the check unless the loop ends at once. */
  leave(): Promise<void>;
  /** The error that ended the loop, once it has ended; `undefined` if it just ended. */
  readonly end: Promise<unknown>;
}

export function startListening(stage: Stage, adapter: Adapter, query: ListenQuery): Listener {
  demand(adapter.listen !== undefined, "the adapter has no listen");
  const items: Inbound[] = [];
  const facts: StreamFact[] = [];
  const controller = new AbortController();
  const { signal } = controller;
  const report = (fact: StreamFact): void => void facts.push(fact);
  const inbound = adapter.listen(query, { clock: stage.clock, signal, report });
  let hasEnded = false;
  const end = pump(inbound, items).finally(() => (hasEnded = true));
  stage.atEnd(() => controller.abort());

  return {
    items,
    facts,
    end,
    hear: async (words) => {
      const find = (): Inbound | undefined => items.find(({ feedback }) => feedback.text.includes(words));
      await stage.until(() => hasEnded || find() !== undefined, "hearing what was said");
      const item = find();
      if (item) return item;
      const error = await end;
      throw error instanceof Error ? error : new ContractViolation("the iterable ended by itself");
    },
    leave: async () => {
      controller.abort({ leave: true });
      const error = await stage.within(end, "leaving the loop");
      demand(error === undefined || error === signal.reason, "the loop ended with an error other than the reason");
    },
  };
}

async function pump(inbound: AsyncIterable<Inbound>, items: Inbound[]): Promise<unknown> {
  try {
    for await (const item of inbound) items.push(item);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** How long a first item may take before another is said: the listener may have missed it while it connected. */
const nextTryMs = 30;

/**
 * Starts to listen, and speaks until something is heard, so that what is said from then on has an open ear.
 * Answers the listener and the last item that was heard.
 */
export async function openEar(
  stage: Stage,
  adapter: Adapter,
  query: ListenQuery,
  saying: Saying,
): Promise<{ readonly listener: Listener; readonly first: Inbound }> {
  const listener = startListening(stage, adapter, query);
  const said: string[] = [];
  let nextMs = 0;
  const speak = async (): Promise<void> => {
    const word = stage.word();
    said.push(word);
    nextMs = Date.now() + nextTryMs;
    await stage.network.people?.say({ ...saying, text: `${word} ${saying.text}` });
  };
  let hasEnded = false;
  void listener.end.then(() => (hasEnded = true));
  await stage.until(async () => {
    if (Date.now() >= nextMs) await speak();
    return hasEnded || listener.items.length > 0;
  }, "hearing a first item");
  // What was said to the open ear last ends the beginning: nothing of it can come later.
  return { listener, first: await listener.hear(said.at(-1) ?? "") };
}
