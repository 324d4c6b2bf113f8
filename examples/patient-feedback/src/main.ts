import { parseArgs } from "node:util";

import { bluesky } from "@carecast/bluesky";
import { createCarecast, memoryLedger, type FeedbackItem } from "@carecast/core";
import { mastodon } from "@carecast/mastodon";
import { startSandbox } from "@carecast/sandbox";
import colors from "picocolors";

import { writeScript } from "./visitors.ts";

// Listens on two local networks while invented people reply, mention and lose their connection.
// Ctrl-C stops at once; --count 6 stops after six items.
const { values } = parseArgs({ options: { count: { type: "string", default: "Infinity" } } });
const wanted = Number(values.count);

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());

await using sandbox = await startSandbox();
const { baseUrl, accessToken } = sandbox.mastodon;
const { service, identifier, password } = sandbox.bluesky;
await using care = createCarecast({
  channels: {
    mastodon: mastodon({ baseUrl, accessToken }),
    bluesky: bluesky({ service, identifier, password, pollEveryMs: 1000 }),
  },
  ledger: memoryLedger(),
});

care.events.on("stream-disconnected", ({ channel, source }) =>
  note(`${channel}: the ${source} stream broke; reconnecting`),
);
care.events.on("stream-backfilled", ({ channel, count }) => note(`${channel}: ${count ?? 0} missed items fetched`));

const report = await care.publish({ text: "The main entrance is open again.", language: "en" });
const [notice, post] = report.deliveries.map(({ receipt }) => receipt?.id ?? "");
const script = writeScript(sandbox, notice ?? "", post ?? "");
const acting = setInterval(() => {
  const act = script[acts++];
  if (act) act();
  else clearInterval(acting);
}, 400);
let acts = 0;

console.log(colors.bold("Listening. Ctrl-C stops.\n"));
try {
  let seen = 0;
  const since = new Date(Date.now() - 60_000).toISOString();
  for await (const item of care.listen({ hashtags: ["RivertonFluClinic"], since, signal: stop.signal })) {
    print(item);
    if (++seen >= wanted) break;
  }
} catch (error) {
  if (error !== stop.signal.reason) throw error;
  console.log("\nStopped.");
} finally {
  clearInterval(acting);
}

function print({ channel, kind, author, text }: FeedbackItem): void {
  console.log(`${colors.cyan(channel.padEnd(8))} ${kind.padEnd(7)} ${colors.dim(`@${author?.handle ?? ""}`)}`);
  console.log(text.replace(/^/gm, "         "));
}

function note(fact: string): void {
  console.log(colors.dim(`         · ${fact}`));
}
