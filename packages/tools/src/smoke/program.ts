import assert from "node:assert/strict";
import { createCarecast, memoryLedger } from "@carecast/core";
import { mastodon } from "@carecast/mastodon";
import { startSandbox } from "@carecast/sandbox";

// What a stranger's first program does, with the packages as they come from the registry.
await using sandbox = await startSandbox();
const { baseUrl, accessToken } = sandbox.mastodon;
await using care = createCarecast({ channels: { press: mastodon({ baseUrl, accessToken }) }, ledger: memoryLedger() });

const text = "The walk-in clinic is open on Sunday from 9 to 17.";
const report = await care.publish({ text, language: "en" }, { channels: ["press"] });

assert.equal(report.ok, true);
const url = report.deliveries[0]?.receipt?.url;
assert.ok(url, "the receipt has an address");
assert.deepEqual(
  sandbox.mastodon.posts().map((post) => [post.text, post.url]),
  [[text, url]],
);
