import { describe, expect, expectTypeOf, test } from "vitest";

import { alertPost } from "../../index.ts";
import { followUp, type ExerciseAlert, type LiveAlert } from "../index.ts";
import {
  alert,
  clearOf,
  decided,
  follow,
  listAll,
  setAlertStage,
  spanish,
  textsOf,
  wrongStreet,
} from "./fixtures/alert-stage.ts";

const update = follow(alert, 2);
const cancel = follow(alert, 2, "Cancel");

describe("issue", () => {
  test("publishes on every channel, and the chain knows it", async () => {
    const { alerts, care, one, two } = setAlertStage();
    const report = await alerts.issue(alert, { nextUpdateAt: "2026-11-20T18:00:00Z" });
    expect(report).toMatchObject({ identifier: "riverton-1", state: "live", publication: { ok: true }, oldPosts: [] });
    expect(textsOf(one)).toEqual([alertPost(alert).text]);
    expect(textsOf(two)).toHaveLength(1);
    const chain = await alerts.chain("riverton-1");
    expect(chain).toMatchObject({
      id: report.chain,
      state: "live",
      messages: [
        {
          identifier: "riverton-1",
          sender: alert.sender,
          sent: alert.sent,
          kind: "alert",
          expires: alert.info[0]?.expires,
          nextUpdateAt: "2026-11-20T18:00:00Z",
          at: Date.parse("2026-11-20T15:00:00Z"),
        },
      ],
    });
    expect(await listAll(alerts.chains())).toEqual([chain]);
    expect((await care.deliveries({ publicationId: chain!.messages[0]!.publicationId })).length).toBe(2);
    expect((await listAll(care.audit.entries())).map(({ action, by }) => [action, by])).toEqual([
      ["alert", alert.sender],
    ]);
  });

  test("again doubles nothing, and sends what failed", async () => {
    const { alerts, one, two } = setAlertStage();
    two.next("publish", "token-expired");
    expect((await alerts.issue(alert)).publication?.ok).toBe(false);
    expect((await alerts.issue(alert)).publication?.ok).toBe(true);
    expect([one.posts.length, two.posts.length]).toEqual([1, 1]);
    expect((await alerts.chain("riverton-1"))?.messages).toHaveLength(1);
  });

  test("goes to named channels only, and is pinned where that is asked for", async () => {
    const { alerts, one, two } = setAlertStage();
    await alerts.issue(alert, { channels: ["two"], pin: true });
    expect(one.posts).toHaveLength(0);
    expect(two.pinned).toEqual([two.posts[0]?.id]);
  });

  test("says where it could not be pinned", async () => {
    const { alerts, one } = setAlertStage({ second: { pin: false } });
    const { notPinned } = await alerts.issue(alert, { pin: true });
    expect(one.pinned).toHaveLength(1);
    expect(notPinned).toMatchObject([{ channel: "two", code: "unsupported", retryable: false }]);
  });

  test("starts the crisis before anything is published, once", async () => {
    const seen: [string, string, number][] = [];
    const stage = setAlertStage({
      crisis: { startFor: async ({ identifier }, { by }) => void seen.push([identifier, by, stage.one.posts.length]) },
    });
    await stage.alerts.issue(alert, { by: "duty officer" });
    await stage.alerts.issue(alert, { by: "duty officer" });
    await stage.alerts.update(update, decided);
    await stage.alerts.cancel(follow(update, 3, "Cancel"), decided);
    expect(seen).toEqual([
      ["riverton-1", "duty officer", 0],
      ["riverton-2", "duty officer", 1],
    ]);
    const mild = setAlertStage({ crisis: { startFor: () => Promise.reject(new Error("not wanted")) } });
    await mild.alerts.issue({ ...alert, info: [{ ...alert.info[0]!, severity: "Moderate" }] });
    expect(mild.one.posts).toHaveLength(1);
  });
});

describe("update", () => {
  test("is a post of its own, with a pointer under the old one and the pin", async () => {
    const { alerts, one, two } = setAlertStage();
    await alerts.issue(alert, { pin: true });
    const report = await alerts.update(update, { ...decided, pin: true });
    for (const fake of [one, two]) {
      const [old, fresh, pointer] = fake.posts;
      expect(fake.posts).toHaveLength(3);
      expect(fresh?.text).toMatch(/^UPDATE: /);
      expect(fresh?.replyTo).toBeUndefined();
      expect(pointer?.replyTo?.parent.id).toBe(old?.id);
      expect(pointer?.text).toBe(
        `This alert has been updated. See our newer post (Nov 20, 11:00 (UTC-05:00)): ${fresh?.url}`,
      );
      expect(fake.pinned).toEqual([fresh?.id]);
    }
    expect(report.state).toBe("updated");
    expect(report.oldPosts).toMatchObject([
      { channel: "one", outcomes: ["replied", "unpinned"] },
      { channel: "two", outcomes: ["replied", "unpinned"] },
    ]);
    expect(report.oldPosts[0]?.why).toBeUndefined();
  });

  test("reaches the channels of the alert and those that are named", async () => {
    const { alerts, one, two } = setAlertStage();
    await alerts.issue(alert, { channels: ["one"] });
    await alerts.update(update, decided);
    expect([one.posts.length, two.posts.length]).toEqual([3, 0]);
    await alerts.update(follow(update, 3), { ...decided, channels: ["two"] });
    expect(textsOf(two)).toEqual([expect.stringMatching(/^UPDATE/)]);
    expect(textsOf(one).filter((text) => text.startsWith("UPDATE"))).toHaveLength(2);
  });

  test("points under every old post of the alert", async () => {
    const { alerts, one } = setAlertStage();
    await alerts.issue(alert);
    await alerts.update(update, decided);
    await alerts.cancel(follow(update, 3, "Cancel"), decided);
    const pointers = one.posts.filter(({ text }) => text.startsWith("This alert has been cancelled"));
    const alertsOnOne = one.posts.filter(({ replyTo }) => !replyTo);
    expect(pointers.map(({ replyTo }) => replyTo?.parent.id)).toEqual(alertsOnOne.slice(0, 2).map(({ id }) => id));
  });

  test("of an alert that no channel has needs channels", async () => {
    const { alerts, one, two } = setAlertStage();
    one.next("publish", "token-expired");
    two.next("publish", "token-expired");
    await alerts.issue(alert);
    await expect(alerts.update(update, decided)).rejects.toMatchObject({ code: "config", path: "channels" });
    // A cancellation has nobody to tell, and ends it.
    expect(await alerts.cancel(cancel, decided)).toMatchObject({ state: "cancelled", oldPosts: [] });
    expect(one.posts).toHaveLength(0);
  });

  test("speaks the languages of every channel", async () => {
    const { alerts, one } = setAlertStage({ languages: ["en", "es"] });
    const bilingual = { ...alert, info: [...alert.info, spanish] };
    await alerts.issue(bilingual);
    await alerts.update(follow(bilingual, 2), decided);
    const pointers = one.posts.filter(({ replyTo }) => replyTo);
    expect(pointers.map(({ body }) => body.language)).toEqual(["en", "es"]);
    expect(pointers[1]?.text).toMatch(/^Esta alerta se ha actualizado\./);
    const [, oldSpanish] = one.posts;
    expect(pointers[1]?.replyTo?.parent.id).toBe(oldSpanish?.id);
    const freshSpanish = one.posts.find(({ text }) => text.startsWith("ACTUALIZACIÓN"));
    expect(pointers[1]?.text).toContain(freshSpanish?.url);
  });
});

describe("cancel and all clear", () => {
  test.each([
    ["cancelled", "CANCELLED", "This alert has been cancelled", cancel, "cancel"],
    ["allClear", "ALL CLEAR", "This alert is over", clearOf(alert, 2), "allClear"],
  ] as const)("%s ends the alert", async (state, heading, pointer, message, verb) => {
    const { alerts, one } = setAlertStage();
    await alerts.issue(alert, { pin: true });
    expect(await alerts[verb](message, decided)).toMatchObject({ state });
    expect(textsOf(one).slice(1)).toEqual([expect.stringMatching(`^${heading}`), expect.stringMatching(`^${pointer}`)]);
    expect(one.pinned).toEqual([]);
    await expect(alerts.update(follow(message, 3), decided)).rejects.toMatchObject({
      path: expect.any(String) as unknown,
    });
    await expect(alerts.cancel(follow(message, 4, "Cancel", { responseType: [] }), decided)).rejects.toMatchObject({
      code: "invalid-post",
      path: "references",
    });
    expect(one.posts).toHaveLength(3);
  });

  test("go out although their own time has passed", async () => {
    const { alerts, one } = setAlertStage();
    await alerts.issue(alert);
    await alerts.cancel(follow(alert, 2, "Cancel", { expires: "2026-11-20T10:00:00Z" }), decided);
    expect(textsOf(one)[1]).toMatch(/^CANCELLED/);
  });
});

describe("a network that cannot reply", () => {
  test("is left with the new post, and the report says why", async () => {
    const { alerts, two } = setAlertStage();
    await alerts.issue(alert);
    two.always("publish", ({ text }) => (text?.startsWith("This alert") ? "ok-with-error" : "deliver"));
    const { oldPosts } = await alerts.cancel(cancel, decided);
    expect(oldPosts[0]).toMatchObject({ channel: "one", outcomes: ["replied"] });
    expect(oldPosts[1]).toMatchObject({
      channel: "two",
      outcomes: ["left"],
      why: expect.stringContaining("refused") as unknown,
    });
    expect(two.posts).toHaveLength(2);
  });
});

describe("an alert whose outcome is unknown", () => {
  const lost = { repeat: { lever: "none", find: "none" } } as const;

  test("is never sent again, and its channel gets the cancellation", async () => {
    const { alerts, care, two } = setAlertStage({ second: lost });
    two.next("publish", "drop-before");
    await alerts.issue(alert);
    const report = await alerts.cancel(cancel, decided);
    expect(textsOf(two)).toEqual([expect.stringMatching(/^CANCELLED/)]);
    expect(report.oldPosts[1]).toMatchObject({
      channel: "two",
      outcomes: ["left"],
      why: expect.stringMatching(/^Nobody/) as unknown,
    });
    await care.start();
    await expect(alerts.issue(alert)).rejects.toMatchObject({ path: "identifier" });
    await care.publish(alerts.content(alert), { id: report.oldPosts[1]!.publicationId });
    expect(textsOf(two)).toEqual([expect.stringMatching(/^CANCELLED/)]);
  });

  test("gets a correction as a post, because it cannot be edited", async () => {
    const { alerts, two } = setAlertStage({ second: lost });
    two.next("publish", "drop-after");
    await alerts.issue(alert);
    await alerts.correct(update, wrongStreet, { ...decided, edit: true });
    expect(textsOf(two).filter((text) => text.startsWith("CORRECTION"))).toHaveLength(1);
  });
});

test("an alert that waits is called off, and its channel gets what followed", async () => {
  const { alerts, care, two, clock } = setAlertStage();
  two.next("publish", "rate-limited");
  expect((await alerts.issue(alert)).publication?.deliveries[1]?.state).toBe("queued");
  clock.set("2026-11-20T15:10:00Z");
  const report = await alerts.update(update, decided);
  expect(textsOf(two)).toEqual([expect.stringMatching(/^UPDATE/)]);
  expect(report.oldPosts[1]).toMatchObject({ channel: "two", outcomes: ["called-off"] });
  clock.set("2026-11-20T16:00:00Z");
  await care.start();
  expect(textsOf(two)).toHaveLength(1);
});

describe("exercise", () => {
  const practised: ExerciseAlert = { ...alert, status: "Exercise" };

  test("and alert are two types, and neither verb takes the other", async () => {
    expectTypeOf<LiveAlert>().not.toExtend<ExerciseAlert>();
    expectTypeOf<ExerciseAlert>().not.toExtend<LiveAlert>();
    const { alerts, one } = setAlertStage();
    // @ts-expect-error an exercise is never issued
    await expect(alerts.issue(practised)).rejects.toMatchObject({ code: "blocked", path: "status" });
    // @ts-expect-error what is meant is never practised
    const practising = alerts.exercise(alert, { channels: ["one"] });
    await expect(practising).rejects.toMatchObject({ code: "blocked", path: "status" });
    // @ts-expect-error channels are named
    await expect(alerts.exercise(practised, {})).rejects.toMatchObject({ code: "config", path: "channels" });
    expect(one.calls).toEqual([]);
  });

  test("stays off channels that are not marked for it", async () => {
    const { alerts, one } = setAlertStage();
    await expect(alerts.exercise(practised, { channels: ["one"] })).rejects.toMatchObject({ code: "blocked" });
    expect(one.posts).toHaveLength(0);
  });
});

describe("followUp", () => {
  test("names the message before and all that it named", () => {
    const third = follow(update, 3);
    expect(third.references?.map(({ identifier }) => identifier)).toEqual(["riverton-1", "riverton-2"]);
    expect(third).toMatchObject({ msgType: "Update", identifier: "riverton-3", sender: alert.sender });
  });

  test("leaves out what has expired, where the chain is known", async () => {
    const { alerts } = setAlertStage();
    await alerts.issue({ ...alert, info: [{ ...alert.info[0]!, expires: "2026-11-20T11:30:00-05:00" }] });
    await alerts.update(update, decided);
    const chain = await alerts.chain("riverton-2");
    const changes = { identifier: "riverton-3", sent: "2026-11-20T12:00:00-05:00", msgType: "Update" } as const;
    expect(followUp(update, changes, chain).references?.map(({ identifier }) => identifier)).toEqual(["riverton-2"]);
  });
});
