import { manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import type { Outgoing, Safeguard } from "../../index.ts";
import { createAlerts, type Alerts, type LiveAlert } from "../index.ts";
import { alert, decided, follow, listAll, setAlertStage, textsOf } from "./fixtures/alert-stage.ts";

const update = follow(alert, 2);
const both = { ...decided, channels: ["one", "two"] } as const;
const pointersOf = (texts: readonly string[]): readonly string[] =>
  texts.filter((text) => text.startsWith("This alert"));

describe("a pointer that waits", () => {
  const toUpdate = /^This alert has been updated/;

  test("is called off when a newer message comes, and the newer one has its own", async () => {
    const { alerts, care, one, two, goOn } = setAlertStage();
    await alerts.issue(alert);
    two.always("publish", ({ text = "" }) => (toUpdate.test(text) ? "rate-limited" : "deliver"));
    await alerts.update(update, decided);
    expect(await care.deliveries({ state: "queued", channel: "two" })).toHaveLength(2);
    two.always("publish", "deliver");
    await alerts.cancel(follow(update, 3, "Cancel"), decided);
    await goOn("2026-11-22T23:00:01Z");
    expect(pointersOf(textsOf(one))).toEqual([
      expect.stringMatching(toUpdate),
      expect.stringMatching(/^This alert has been cancelled/),
      expect.stringMatching(/^This alert has been cancelled/),
    ]);
    expect(pointersOf(textsOf(two))).toEqual([
      expect.stringMatching(/^This alert has been cancelled/),
      expect.stringMatching(/^This alert has been cancelled/),
    ]);
  });

  test("is called off under every old post, and by an end before its time", async () => {
    const { alerts, care, one, goOn } = setAlertStage();
    await alerts.issue(alert, { channels: ["one"] });
    await alerts.update(update, decided);
    one.always("publish", ({ text = "" }) => (toUpdate.test(text) ? "rate-limited" : "deliver"));
    await alerts.update(follow(update, 3), decided);
    const waiting = (await care.deliveries({ state: "queued" })).map(({ id }) => id);
    // Two pointers, and what says at its time that it has ended.
    expect(waiting).toHaveLength(3);
    one.always("publish", "deliver");
    await alerts.expire("riverton-3", decided);
    const called = (await care.deliveries({ state: "cancelled" })).map(({ id }) => id);
    expect(called).toEqual(expect.arrayContaining(waiting));
    await goOn("2026-11-22T23:00:01Z");
    expect(pointersOf(textsOf(one))).toHaveLength(1);
  });

  test("leaves one act in the trail; what was sent leaves none", async () => {
    const { alerts, care, two } = setAlertStage();
    const posting = { channels: ["two"] } as const;
    await alerts.issue(alert, posting);
    two.always("publish", ({ text = "" }) => (toUpdate.test(text) ? "rate-limited" : "deliver"));
    await alerts.update(update, decided);
    two.always("publish", "deliver");
    const before = (await care.audit.head()).number;
    await alerts.update(follow(update, 3), { by: "night officer", reason: "the street is another" });
    const acts = (await listAll(care.audit.entries())).slice(before);
    expect(acts.map(({ action }) => action)).toEqual(["update", "retract", "retract"]);
    expect(acts[1]).toMatchObject({ by: "night officer", subject: expect.stringMatching(/^pointer-/) as unknown });
    expect(acts[2]).toMatchObject({ subject: expect.stringMatching(/^ending-/) as unknown });
  });
});

describe("a message that is followed while it is on its way", () => {
  test("is not published any more when that happens in the crisis", async () => {
    const stage = setAlertStage({
      crisis: {
        startFor: async ({ identifier }) =>
          identifier === alert.identifier ? stage.alerts.update(update, both) : undefined,
      },
    });
    const { alerts, care, one, two } = stage;
    await expect(alerts.issue(alert)).rejects.toMatchObject({ code: "invalid-post", path: "identifier" });
    for (const fake of [one, two]) expect(textsOf(fake)).toEqual([expect.stringMatching(/^UPDATE/)]);
    const [first] = (await alerts.chain(alert.identifier))!.messages;
    expect(await care.deliveries({ publicationId: first!.publicationId })).toEqual([]);
  });

  test("is not published any more when a person has ended the alert", async () => {
    const stage = setAlertStage({ crisis: { startFor: () => stage.alerts.expire(alert.identifier, decided) } });
    await expect(stage.alerts.issue(alert)).rejects.toMatchObject({ path: "identifier" });
    expect(textsOf(stage.one)).toEqual([]);
  });

  /** Does something once, while a safeguard reads the message that is being published. */
  function during(kind: Outgoing["kind"], act: () => Promise<unknown>): Safeguard {
    let isDone = false;
    return {
      name: "interruption",
      async check(outgoing, { moment }) {
        if (isDone || moment !== "publish" || outgoing.kind !== kind) return [];
        isDone = true;
        await act();
        return [];
      },
    };
  }

  const ending = (message: LiveAlert, expires: string): LiveAlert => ({
    ...message,
    info: [{ ...message.info[0]!, expires }],
  });

  test.each([
    ["an update", (alerts: Alerts) => alerts.update(ending(update, "2026-11-20T15:02:00Z"), both), "15:02"],
    ["an end", (alerts: Alerts) => alerts.expire(alert.identifier, decided), undefined],
  ])("says nothing at its end, which %s has changed meanwhile", async (_, act, end) => {
    const clock = manualClock(Date.parse("2026-11-20T15:00:00Z"));
    const stage = setAlertStage({ clock, safeguards: [during("alert", () => act(createAlerts(stage.care)))] });
    const { alerts, care, one } = stage;
    await care.start();
    await alerts.issue(ending(alert, "2026-11-20T15:01:00Z"));
    await clock.advance(180_000);
    expect(textsOf(one).filter((text) => text.startsWith("ALERT ENDED"))).toEqual(
      end === undefined ? [] : [expect.stringContaining(end)],
    );
    await care.close();
  });

  test("points to itself no more, where the pointer waits", async () => {
    const stage = setAlertStage({
      safeguards: [during("update", () => stage.alerts.cancel(follow(update, 3, "Cancel"), decided))],
    });
    const { alerts, one, goOn } = stage;
    await alerts.issue(alert, { channels: ["one"] });
    one.always("publish", ({ text = "" }) => (/^This alert has been updated/.test(text) ? "rate-limited" : "deliver"));
    await alerts.update(update, decided);
    one.always("publish", "deliver");
    await goOn("2026-11-22T23:00:01Z");
    expect(pointersOf(textsOf(one))).toEqual([expect.stringMatching(/^This alert has been cancelled/)]);
  });

  test("calls off nothing that was called off before", async () => {
    const stage = setAlertStage({
      second: { repeat: { lever: "none", find: "none" } },
      safeguards: [during("update", () => stage.alerts.cancel(follow(update, 3, "Cancel"), decided))],
    });
    const { alerts, care, two } = stage;
    two.next("publish", "drop-before");
    const { publication } = await alerts.issue(alert);
    await alerts.update(update, decided);
    const subject = publication!.deliveries[0]!.publicationId;
    const acts = (await listAll(care.audit.entries())).filter((entry) => entry.subject === subject);
    expect(acts.map(({ action }) => action)).toEqual(["alert", "retract"]);
  });
});
