import type { Adapter } from "@carecast/adapter";
import { mastodon } from "@carecast/mastodon";

/** Channels whose adapters sleep until their next poll, and a promise that resolves once all of them do. */
export function fakePolls(count: number): { channels: Record<string, Adapter>; polling: Promise<void> } {
  const all = Promise.withResolvers<void>();
  let waiting = 0;
  const real = mastodon({ baseUrl: "http://127.0.0.1:1", accessToken: "bench" });
  const poller: Adapter = {
    ...real,
    // eslint-disable-next-line require-yield -- nothing ever comes
    async *listen(_, { clock, signal }) {
      waiting += 1;
      if (waiting === count) all.resolve();
      for (;;) await clock.sleep(15_000, signal);
    },
  };
  const channels = Object.fromEntries(Array.from({ length: count }, (_, index) => [`channel${index}`, poller]));
  return { channels, polling: all.promise };
}
