import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sqliteLedger } from "@carecast/core/sqlite";
import { mastodon } from "@carecast/mastodon";
import { request } from "undici";

import { measure } from "./measure.ts";
import { openHub, text } from "./open-hub.ts";
import { milliseconds, type Row } from "./row.ts";
import { startHosts } from "./start-hosts.ts";

const channels = 1000;
const answerAfterMs = 50;
const accessToken = "bench-token";
const headers = { "content-type": "application/json", authorization: `Bearer ${accessToken}` };
const body = JSON.stringify({ status: text, language: "en", visibility: "public" });

/**
 * One post to a thousand accounts on as many hosts, from `publish` to the report, with the SQLite ledger; against the same
 * requests by hand, all at once. No connection is open when a round begins. Ours has read the limits of each host in the
 * round before the first that counts, as it does once a day.
 */
export async function benchBroadcast(scale: number): Promise<readonly Row[]> {
  const directory = await mkdtemp(join(tmpdir(), "carecast-bench-"));
  await using hosts = await startHosts(channels, answerAfterMs);
  const { baseUrls } = hosts;
  const urls = baseUrls.map((baseUrl) => `${baseUrl}/api/v1/statuses`);
  try {
    await using hub = openHub(sqliteLedger(join(directory, "ledger.sqlite")), channels, (channel) =>
      mastodon({ baseUrl: baseUrls[channel] ?? "", accessToken }),
    );
    const sendAll = (send: (url: string) => Promise<unknown>) => () => Promise.all(urls.map(send));
    const rates = await measure(
      {
        hub: () => hub.publish(),
        fetch: sendAll(async (url) => (await fetch(url, { method: "POST", headers, body })).json()),
        undici: sendAll(async (url) => (await request(url, { method: "POST", headers, body })).body.json()),
      },
      { calls: 1, rounds: 3 + 2 * scale, concurrency: 1, between: hosts.hangUp },
    );
    const [ours, byFetch, byUndici] = [1000 / rates.hub, 1000 / rates.fetch, 1000 / rates.undici];
    const against = "bare global fetch, all at once";
    return [
      {
        what: "broadcast to 1,000 hosts that answer after 50 ms, with the SQLite ledger",
        ours: milliseconds(ours),
        against,
        theirs: milliseconds(byFetch),
        ratio: ours / byFetch,
        target: { atMost: 0.8 },
      },
      {
        what: "the same requests with bare undici, without a ledger",
        ours: milliseconds(byUndici),
        against,
        theirs: milliseconds(byFetch),
        ratio: byUndici / byFetch,
      },
    ];
  } finally {
    await rm(directory, { recursive: true });
  }
}
