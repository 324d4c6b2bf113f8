import { expect, test } from "vitest";

import { mergeSources } from "./merge-sources.ts";

async function* say(...items: string[]): AsyncGenerator<string> {
  for (const item of items) yield await Promise.resolve(item);
}

/** Never says anything, until it is stopped. */
async function* wait(signal: AbortSignal): AsyncGenerator<string> {
  await new Promise((resolve) => {
    signal.addEventListener("abort", resolve);
  });
  yield* say();
}

function setStage(): { stop: AbortController; items: (...sources: AsyncIterable<string>[]) => AsyncGenerator<string> } {
  const stop = new AbortController();
  return {
    stop,
    items: (...sources) =>
      mergeSources(sources, stop.signal, () => {
        stop.abort();
      }),
  };
}

test("gives every item of every source, none before its turn", async () => {
  const { stop, items } = setStage();
  const seen: string[] = [];
  for await (const item of items(say("a1", "a2", "a3"), say("b1"), wait(stop.signal))) {
    seen.push(item);
    if (seen.length === 4) break;
  }
  expect(seen.toSorted()).toEqual(["a1", "a2", "a3", "b1"]);
  expect(seen.indexOf("b1")).toBeLessThan(3);
});

test("holds no more than one item of each source", async () => {
  const { items } = setStage();
  let asked = 0;
  async function* count(): AsyncGenerator<string> {
    for (;;) yield await Promise.resolve(String((asked += 1)));
  }
  const merged = items(count());
  await merged.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBe(1);
  await merged.return(undefined);
});

test("one that fails ends all, with its error", async () => {
  const { stop, items } = setStage();
  const failure = new Error("broken");
  const failing = (async function* () {
    yield* say("last words");
    throw failure;
  })();
  const seen: string[] = [];
  const loop = async (): Promise<void> => {
    for await (const item of items(failing, wait(stop.signal))) seen.push(item);
  };
  await expect(loop()).rejects.toBe(failure);
  expect(seen).toEqual(["last words"]);
  expect(stop.signal.aborted).toBe(true);
});

test("an abort surfaces as its reason", async () => {
  const { stop, items } = setStage();
  const reason = new Error("Ctrl-C");
  const pending = items(wait(stop.signal)).next();
  stop.abort(reason);
  await expect(pending).rejects.toBe(reason);
});
