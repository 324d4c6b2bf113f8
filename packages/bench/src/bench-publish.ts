import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { AtpAgent } from "@atproto/api";
import { defaultTransport as portable } from "@carecast/adapter-kit/portable";
import { bluesky } from "@carecast/bluesky";
import { createCarecast, memoryLedger, type Carecast, type Ledger } from "@carecast/core";
import { sqliteLedger } from "@carecast/core/sqlite";
import { mastodon } from "@carecast/mastodon";
import ky from "ky";
import { createRestAPIClient } from "masto";
import { request } from "undici";

import { measure } from "./measure.ts";
import { perSecond, type Row } from "./row.ts";
import { startServer } from "./start-server.ts";

const text = "The main entrance is open again. ".repeat(9).trim();
const accessToken = "bench-token";
const headers = { "content-type": "application/json", authorization: `Bearer ${accessToken}` };
const body = JSON.stringify({ status: text, language: "en", visibility: "public" });

/** The whole of `care.publish` against other clients and against bare requests, at concurrency 16, by CPU time. */
export async function benchPublish(scale: number): Promise<readonly Row[]> {
  await using server = await startServer();
  const { baseUrl } = server;
  const url = `${baseUrl}/api/v1/statuses`;
  const masto = createRestAPIClient({ url: baseUrl, accessToken });
  const agent = new AtpAgent({ service: baseUrl });
  await agent.login({ identifier: "hospital.example.org", password: "bench" });
  const care = open(memoryLedger(), mastodon({ baseUrl, accessToken }));
  const sky = open(
    memoryLedger(),
    bluesky({ service: baseUrl, identifier: "hospital.example.org", password: "bench" }),
  );
  const web = open(memoryLedger(), mastodon({ baseUrl, accessToken, transport: portable }));
  const publish = (hub: Carecast<"press">) => async () => {
    const { ok, deliveries } = await hub.publish({ text, language: "en" });
    if (!ok) throw new Error(`The benchmark's post was not delivered: ${deliveries[0]?.error?.message ?? ""}`);
  };
  const rates = await measure(
    {
      mastodon: publish(care),
      bluesky: publish(sky),
      portable: publish(web),
      masto: () => masto.v1.statuses.create({ status: text, language: "en" }),
      atproto: () => agent.post({ text, langs: ["en"] }),
      fetch: async (): Promise<unknown> => (await fetch(url, { method: "POST", headers, body })).json(),
      ky: () => ky.post(url, { headers, body }).json(),
      undici: async () => (await request(url, { method: "POST", headers, body })).body.json(),
    },
    { calls: 2000 * scale, rounds: 7, concurrency: 16, seconds: "cpu" },
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
    ...(await benchLedgers(baseUrl, scale)),
  ];
}

async function benchLedgers(baseUrl: string, scale: number): Promise<readonly Row[]> {
  const directory = mkdtempSync(join(tmpdir(), "carecast-bench-"));
  try {
    await using durable = open(sqliteLedger(join(directory, "ledger.sqlite")), mastodon({ baseUrl, accessToken }));
    await using memory = open(memoryLedger(), mastodon({ baseUrl, accessToken }));
    const rates = await measure(
      { durable: () => durable.publish({ text }), memory: () => memory.publish({ text }) },
      { calls: 2000 * scale, rounds: 5, concurrency: 64 },
    );
    return [
      {
        what: "publish with the SQLite ledger, full sync, 64 at once",
        ours: perSecond(rates.durable),
        against: "the same with the memory ledger",
        theirs: perSecond(rates.memory),
        ratio: rates.durable / rates.memory,
        target: { atLeast: 0.4 },
      },
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function open(ledger: Ledger, adapter: ReturnType<typeof mastodon>): Carecast<"press"> {
  return createCarecast({ channels: { press: adapter }, ledger });
}
