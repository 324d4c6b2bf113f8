import { AtpAgent } from "@atproto/api";
import { defaultTransport as portable } from "@carecast/adapter-kit/portable";
import { bluesky } from "@carecast/bluesky";
import { memoryLedger } from "@carecast/core";
import { mastodon } from "@carecast/mastodon";
import ky from "ky";
import { createRestAPIClient } from "masto";
import { request } from "undici";

import { measure, type Contender } from "./measure.ts";
import { openHub, text, type BenchHub } from "./open-hub.ts";
import { perSecond, type Row } from "./row.ts";
import { startServer } from "./start-server.ts";

const accounts = 16;
const accessToken = "bench-token";
const headers = { "content-type": "application/json", authorization: `Bearer ${accessToken}` };
const body = JSON.stringify({ status: text, language: "en", visibility: "public" });

/**
 * The whole of `care.publish` against other clients and against bare requests, at concurrency 16, by CPU time. Ours has an
 * account for each of the 16, because on one account posts keep their order.
 */
export async function benchPublish(scale: number): Promise<readonly Row[]> {
  await using server = await startServer();
  const { baseUrl } = server;
  const url = `${baseUrl}/api/v1/statuses`;
  const masto = createRestAPIClient({ url: baseUrl, accessToken });
  const agent = new AtpAgent({ service: baseUrl });
  await agent.login({ identifier: "hospital.example.org", password: "bench" });
  const onMastodon = openHub(memoryLedger(), accounts, () => mastodon({ baseUrl, accessToken }));
  const onBluesky = openHub(memoryLedger(), accounts, () =>
    bluesky({ service: baseUrl, identifier: "hospital.example.org", password: "bench" }),
  );
  const onWeb = openHub(memoryLedger(), accounts, () => mastodon({ baseUrl, accessToken, transport: portable }));
  const publish =
    (hub: BenchHub): Contender =>
    (worker) =>
      hub.publish(worker);
  const rates = await measure(
    {
      mastodon: publish(onMastodon),
      bluesky: publish(onBluesky),
      portable: publish(onWeb),
      masto: () => masto.v1.statuses.create({ status: text, language: "en" }),
      atproto: () => agent.post({ text, langs: ["en"] }),
      fetch: async (): Promise<unknown> => (await fetch(url, { method: "POST", headers, body })).json(),
      ky: () => ky.post(url, { headers, body }).json(),
      undici: async () => (await request(url, { method: "POST", headers, body })).body.json(),
    },
    { calls: 2000 * scale, rounds: 7, concurrency: accounts, seconds: "cpu" },
  );
  const row = (
    what: string,
    ours: "mastodon" | "bluesky" | "portable",
    theirs: keyof typeof rates,
    atLeast: number,
  ): Row => ({
    what,
    ours: perSecond(rates[ours]),
    against:
      {
        masto: "masto 8 statuses.create",
        atproto: "@atproto/api post",
        fetch: "bare global fetch",
        ky: "bare ky",
        undici: "raw undici request",
      }[theirs as string] ?? theirs,
    theirs: perSecond(rates[theirs]),
    ratio: rates[ours] / rates[theirs],
    target: { atLeast },
  });
  return [
    row("publish on Mastodon", "mastodon", "masto", 4),
    row("publish on Bluesky", "bluesky", "atproto", 4),
    row("publish on Mastodon", "mastodon", "fetch", 2.5),
    row("publish on Mastodon", "mastodon", "undici", 0.5),
    row("publish, portable transport", "portable", "ky", 0.9),
  ];
}
