import { createCarecast, memoryLedger } from "@carecast/core";
import { mastodon } from "@carecast/mastodon";
import { fakePolls } from "./fake-polls.ts";
import { createStreamingAPIClient } from "masto";

import { median } from "./measure.ts";
import { perSecond, type Row } from "./row.ts";
import { startServer } from "./start-server.ts";

const accessToken = "bench-token";

/** Events a second through the whole of `care.listen`, against masto's own streaming client on the same events. */
export async function benchListen(scale: number): Promise<readonly Row[]> {
  const events = 5000 * scale;
  await using server = await startServer(events);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= 5; round += 1) {
    const [one, other] = [
      await listenWithCarecast(server.baseUrl, events),
      await listenWithMasto(server.baseUrl, events),
    ];
    if (round > 0) {
      ours.push(one);
      theirs.push(other);
    }
  }
  const [rate, peer] = [median(ours), median(theirs)];
  return [
    {
      what: "events through care.listen, memory ledger",
      ours: perSecond(rate),
      against: "masto 8 streaming client",
      theirs: perSecond(peer),
      ratio: rate / peer,
      target: { atLeast: 1 },
    },
    await benchLeaving(),
  ];
}

async function listenWithCarecast(baseUrl: string, events: number): Promise<number> {
  await using care = createCarecast({
    channels: { press: mastodon({ baseUrl, accessToken }) },
    ledger: memoryLedger(),
  });
  return await countEvents(care.listen({ kinds: ["mention"] }), events);
}

async function listenWithMasto(baseUrl: string, events: number): Promise<number> {
  const streamingApiUrl = `${baseUrl.replace("http", "ws")}/api/v1/streaming`;
  const client = createStreamingAPIClient({ streamingApiUrl, accessToken });
  try {
    return await countEvents(client.user.notification.subscribe(), events);
  } finally {
    client.close();
  }
}

/** Events a second from the first to the last; connecting does not count. */
async function countEvents(items: AsyncIterable<unknown>, events: number): Promise<number> {
  let seen = 0;
  let start = 0;
  for await (const _ of items) {
    if (seen === 0) start = performance.now();
    seen += 1;
    if (seen === events) break;
  }
  if (seen < events) throw new Error(`Only ${seen} of ${events} events came.`);
  return (events - 1) / ((performance.now() - start) / 1000);
}

/** Milliseconds to leave a loop over 20 channels that all wait for their next poll. */
async function benchLeaving(): Promise<Row> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { channels, polling } = fakePolls(20);
    await using care = createCarecast({ channels, ledger: memoryLedger() });
    const stop = new AbortController();
    const pending = care.listen({ signal: stop.signal }).next();
    await polling;
    const start = performance.now();
    stop.abort();
    await pending.catch(() => undefined);
    times.push(performance.now() - start);
  }
  const ms = median(times);
  return {
    what: "leave a loop with 20 polls waiting",
    ours: `${ms.toFixed(2)} ms`,
    against: "the limit",
    theirs: "100 ms",
    ratio: ms / 100,
    target: { atMost: 1 },
  };
}
