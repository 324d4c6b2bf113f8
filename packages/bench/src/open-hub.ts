import type { Adapter } from "@carecast/adapter";
import { createCarecast, type Carecast, type Ledger } from "@carecast/core";

/** A hub of many channels: on one channel, posts go one after the other. */
export interface BenchHub extends AsyncDisposable {
  readonly care: Carecast<string>;
  /** Publishes on the channel of this number, from 0; on all of them without one. Throws unless all is delivered. */
  publish(channel?: number): Promise<void>;
}

export const text = "The main entrance is open again. ".repeat(9).trim();

/** Without documented budgets (`rates: []`): how long those hold posts back is not what is measured. */
export function openHub(ledger: Ledger, channels: number, openAdapter: (channel: number) => Adapter): BenchHub {
  const names = Array.from({ length: channels }, (_, channel) => `channel${channel}`);
  const care = createCarecast({
    channels: Object.fromEntries(names.map((name, channel) => [name, { adapter: openAdapter(channel), rates: [] }])),
    ledger,
  });
  const options = names.map((name) => ({ channels: [name] }));
  return {
    care,
    async publish(channel) {
      const { ok, deliveries } = await care.publish(
        { text, language: "en" },
        channel === undefined ? {} : options[channel],
      );
      if (ok) return;
      const failed = deliveries.find(({ state }) => state !== "delivered");
      throw new Error(`The benchmark's post is ${failed?.state}: ${failed?.error?.message ?? ""}`);
    },
    [Symbol.asyncDispose]: () => care.close(),
  };
}
