import type { Carecast } from "@carecast/core";
import { followUp } from "@carecast/core/alerts";
import { expect, test } from "vitest";

import { openStoryDesk, readNetworks, startStorySandbox, writeStoryAlert } from "./alert-story-desk.ts";

// An alert from its first word to its last on five networks, of which one refuses and one loses the answer. Two people let it
// out, the crisis that it begins holds everything else, and the trail tells who decided what.

const decided = { by: "duty officer", reason: "laboratory results" };
const nothing = { mastodon: [], bluesky: [], steady: [], broken: [], silent: [] };
const two = ["head of press", "duty physician"];
const reached = ["mastodon", "bluesky", "steady", "silent"] as const;

/** Readers of every network but two see all of this in the end. */
const whole = [
  "CANCELLED",
  "HEALTH ALERT",
  "This alert has been cancelled",
  "This alert has been cancelled",
  "This alert has been updated",
  "UPDATE",
];

const states = {
  mastodon: "delivered",
  bluesky: "delivered",
  steady: "delivered",
  broken: "rejected",
  silent: "unknown",
};

async function statesOf(care: Pick<Carecast, "deliveries">, publicationId: string): Promise<unknown> {
  const deliveries = await care.deliveries({ publicationId });
  return Object.fromEntries(deliveries.map(({ channel, state }) => [channel, state]));
}

/** Who decided what, in order, and that nobody has changed it since. */
async function expectTrail(care: Pick<Carecast, "audit">, sender: string): Promise<void> {
  const asking = (people: readonly string[]): readonly string[] => [
    "approval-requested press officer",
    ...people.map((by) => `approve ${by}`),
  ];
  const officer = decided.by;
  const acts: string[] = [];
  for await (const { action, by } of care.audit.entries()) acts.push(`${action} ${by}`);
  expect(acts).toEqual([
    ...asking(two),
    `alert ${sender}`,
    `hold ${sender}`,
    ...asking(two),
    `update ${officer}`,
    // What nobody knows about is not sent again; what was to be said at the end is not said.
    `retract ${officer}`,
    `retract ${officer}`,
    ...asking(["hospital engineer"]),
    `cancellation ${officer}`,
    `retract ${officer}`,
  ]);
  expect(await care.audit.verify()).toMatchObject({ ok: true, head: { number: acts.length } });
}

test("an alert over five channels, one failing and one unknown: issued, updated, cancelled", async () => {
  await using sandbox = await startStorySandbox();
  const { care, alerts, crisis, approve } = openStoryDesk(sandbox);
  await using _closed = care;
  const alert = writeStoryAlert();
  sandbox.all.plain[2]!.faults.order({ kind: "accept-then-drop" });

  await approve("issue", alerts.content(alert), two);
  const issued = await alerts.issue(alert, { approval: "issue", pin: true });
  const { publicationId: alertId } = issued.publication!.deliveries[0]!;
  expect(await statesOf(care, alertId)).toEqual(states);
  expect(await crisis.status()).toMatchObject({ state: "on", incident: "riverton-1" });

  const routine = await care.publish({ text: "Open day on Sunday", language: "en" }, { id: "routine" });
  expect(new Set(routine.deliveries.map(({ state }) => state))).toEqual(new Set(["held"]));

  const update = followUp(alert, { identifier: "riverton-2", sent: new Date().toISOString(), msgType: "Update" });
  await approve("update", alerts.content(update), two, reached);
  const updated = await alerts.update(update, { ...decided, approval: "update", pin: true });
  expect(sandbox.mastodon.posts().flatMap(({ pinned, text }) => (pinned ? text.split(":")[0] : []))).toEqual([
    "UPDATE",
  ]);

  const cancel = followUp(update, { identifier: "riverton-3", sent: new Date().toISOString(), msgType: "Cancel" });
  await approve("cancel", alerts.content(cancel), ["hospital engineer"], reached);
  const cancelled = await alerts.cancel(cancel, { ...decided, approval: "cancel" });
  expect(cancelled.state).toBe("cancelled");

  // Nothing ever was on the broken one, and nobody there has to be told. The alert arrived once on the silent one although its
  // answer was lost; it has no id to answer, so only the update has a pointer.
  const spoken = whole.filter((heading) => heading !== "This alert has been updated");
  const silent = [...spoken.slice(0, 2), ...spoken.slice(3)];
  expect(readNetworks(sandbox)).toEqual({ mastodon: whole, bluesky: whole, steady: whole, broken: [], silent });
  for (const { posts } of [sandbox.mastodon, sandbox.bluesky])
    expect(posts().filter(({ pinned }) => pinned)).toEqual([]);

  expect(await statesOf(care, alertId)).toEqual(states);
  const all = Object.fromEntries(reached.map((channel) => [channel, "delivered"]));
  for (const { publication } of [updated, cancelled])
    expect(await statesOf(care, publication!.deliveries[0]!.publicationId)).toEqual(all);
  const held = Object.fromEntries(Object.keys(nothing).map((channel) => [channel, "held"]));
  expect(await statesOf(care, "routine")).toEqual(held);
  expect(await crisis.status()).toMatchObject({ state: "on", incident: "riverton-1" });
  expect(await crisis.review()).toMatchObject([{ id: "routine" }]);
  expect(cancelled.oldPosts.filter(({ outcomes }) => outcomes.includes("left"))).toMatchObject([{ channel: "silent" }]);
  await expectTrail(care, alert.sender);
}, 60_000);

test("without its approval no message reaches any network, and nothing else begins", async () => {
  await using sandbox = await startStorySandbox();
  const { care, alerts, approvals, crisis, approve } = openStoryDesk(sandbox);
  await using _closed = care;
  const alert = writeStoryAlert();
  const blocked = (rule: string) => ({ code: "blocked", violations: [{ rule: `approval.${rule}` }] });

  await expect(alerts.issue(alert)).rejects.toMatchObject(blocked("missing"));
  await expect(alerts.issue(alert, { approval: "issue" })).rejects.toMatchObject(blocked("unknown"));
  await approve("issue", alerts.content(alert), ["head of press"]);
  await expect(alerts.issue(alert, { approval: "issue" })).rejects.toMatchObject(blocked("incomplete"));
  expect(readNetworks(sandbox)).toEqual(nothing);
  expect(await alerts.chain(alert.identifier)).toBeUndefined();
  expect(await crisis.status()).toMatchObject({ state: "off" });

  const { hash } = await approvals.status("issue");
  await approvals.approve("issue", { by: "duty physician", hash });
  const other = { ...alert, info: [{ ...alert.info[0]!, instruction: "Boil tap water for 3 minutes." }] };
  await expect(alerts.issue(other, { approval: "issue" })).rejects.toMatchObject(blocked("other-content"));
  expect(readNetworks(sandbox)).toEqual(nothing);

  await alerts.issue(alert, { approval: "issue" });
  const before = readNetworks(sandbox);
  expect(before.mastodon).toEqual(["HEALTH ALERT"]);
  for (const [identifier, msgType, verb] of [
    ["riverton-2", "Update", "update"],
    ["riverton-3", "Cancel", "cancel"],
  ] as const) {
    const message = followUp(alert, { identifier, sent: new Date().toISOString(), msgType });
    await expect(alerts[verb](message, decided)).rejects.toMatchObject(blocked("missing"));
    await expect(alerts[verb](message, { ...decided, approval: "issue" })).rejects.toMatchObject(
      blocked("other-content"),
    );
  }
  expect(readNetworks(sandbox)).toEqual(before);
  expect(await alerts.chain(alert.identifier)).toMatchObject({ state: "live", messages: [{}] });
}, 60_000);
