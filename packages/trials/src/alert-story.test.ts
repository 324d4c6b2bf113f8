import { bluesky } from "@carecast/bluesky";
import { createCarecast, memoryLedger } from "@carecast/core";
import { createAlerts, followUp, type LiveAlert } from "@carecast/core/alerts";
import { mastodon } from "@carecast/mastodon";
import { startSandbox } from "@carecast/sandbox";
import { expect, test } from "vitest";

import { plain } from "./plain/plain-adapter.ts";

// An alert from its first word to its last on five networks, of which one refuses and one loses the answer.

const minutes = (count: number): string =>
  new Date(Math.floor(Date.now() / 1000) * 1000 + count * 60_000).toISOString();

const alert: LiveAlert = {
  identifier: "riverton-1",
  sender: "alerts@hospital.example.org",
  sent: minutes(-1),
  status: "Actual",
  msgType: "Alert",
  scope: "Public",
  info: [
    {
      language: "en",
      category: ["Health"],
      event: "Boil water order",
      urgency: "Immediate",
      severity: "Severe",
      certainty: "Observed",
      expires: minutes(120),
      senderName: "Riverton General Hospital",
      headline: "Boil tap water in Riverton",
      instruction: "Boil tap water for 1 minute before you drink it.",
      area: [{ areaDesc: "Riverton" }],
    },
  ],
};
const decided = { by: "duty officer", reason: "laboratory results" };

test("an alert over five channels, one failing and one unknown: issued, updated, cancelled", async () => {
  await using sandbox = await startSandbox({
    mastodon: 1,
    bluesky: 1,
    plain: [{ lever: "idempotency-key" }, { lever: "idempotency-key" }, { lever: "none" }],
  });
  const [steady, broken, silent] = sandbox.all.plain;
  const account = (server: typeof steady, token = server!.accounts[0]!.token) =>
    plain({ baseUrl: server!.baseUrl, token, lever: server!.lever });
  const { service, identifier, password } = sandbox.bluesky;
  await using care = createCarecast({
    channels: {
      mastodon: mastodon({ baseUrl: sandbox.mastodon.baseUrl, accessToken: sandbox.mastodon.accessToken }),
      bluesky: bluesky({ service, identifier, password }),
      steady: account(steady),
      broken: account(broken, "expired"),
      silent: account(silent),
    },
    ledger: memoryLedger(),
  });
  const alerts = createAlerts(care);
  silent!.faults.order({ kind: "accept-then-drop" });

  const issued = await alerts.issue(alert, { pin: true });
  const states = issued.publication!.deliveries.map(({ channel, state }) => [channel, state]);
  expect(Object.fromEntries(states)).toEqual({
    mastodon: "delivered",
    bluesky: "delivered",
    steady: "delivered",
    broken: "rejected",
    silent: "unknown",
  });

  const update = followUp(alert, { identifier: "riverton-2", sent: minutes(0), msgType: "Update" });
  await alerts.update(update, { ...decided, pin: true });
  const cancel = followUp(update, { identifier: "riverton-3", sent: minutes(0), msgType: "Cancel" });
  const cancelled = await alerts.cancel(cancel, decided);
  expect(cancelled.state).toBe("cancelled");

  const headings = (texts: readonly string[]): readonly string[] => texts.map((text) => text.split(/[:.]/)[0]!);
  const whole = [
    "HEALTH ALERT",
    "UPDATE",
    "This alert has been updated",
    "CANCELLED",
    "This alert has been cancelled",
    "This alert has been cancelled",
  ];
  expect(headings(sandbox.mastodon.posts().map(({ text }) => text)).toSorted()).toEqual(whole.toSorted());
  expect(headings(sandbox.bluesky.posts().map(({ text }) => text)).toSorted()).toEqual(whole.toSorted());
  expect(headings(steady!.posts().map(({ text }) => text)).toSorted()).toEqual(whole.toSorted());
  // Nothing ever was there, and nobody there has to be told.
  expect(broken!.posts()).toEqual([]);
  // The alert arrived once although its answer was lost; it has no id to answer, so only the update has a pointer.
  expect(headings(silent!.posts().map(({ text }) => text))).toEqual([
    "HEALTH ALERT",
    "UPDATE",
    "CANCELLED",
    "This alert has been cancelled",
  ]);
  expect(cancelled.oldPosts.filter(({ outcomes }) => outcomes.includes("left"))).toMatchObject([{ channel: "silent" }]);
}, 60_000);
