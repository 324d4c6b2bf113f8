import { createCarecast } from "@carecast/core";
import { mastodon } from "@carecast/mastodon";
import { postgresLedger } from "@carecast/postgres";

// A worker: a hub on the shared ledger that was started. It goes on until it is told to stop, or dies.
const { connectionString, servers } = JSON.parse(process.argv[2] ?? "{}") as {
  readonly connectionString: string;
  readonly servers: Readonly<Record<string, { readonly baseUrl: string; readonly accessToken: string }>>;
};

const care = createCarecast({
  channels: Object.fromEntries(Object.entries(servers).map(([name, options]) => [name, mastodon(options)])),
  ledger: postgresLedger({ connectionString }),
  // Far shorter than an organisation would choose, so that nobody has to wait to see a takeover.
  work: { leaseMs: 3000, pollMs: 200 },
});

care.events.on("delivery-delivered", ({ channel }) => process.send?.({ delivered: channel }));
process.once("SIGTERM", () => void care.close().then(() => process.disconnect()));

process.send?.({ ready: true });
await care.start();
