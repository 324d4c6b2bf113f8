import { describe, expect, test } from "vitest";

import type { Finding, Outgoing } from "../../index.ts";
import {
  alert,
  decided,
  follow,
  listAll,
  setAlertStage,
  spanish,
  textsOf,
  wrongStreet,
} from "./fixtures/alert-stage.ts";

const update = follow(alert, 2);
const block: Finding = { level: "block", path: "text", rule: "words.stopped", message: "is not for readers." };

describe("correct", () => {
  test("says in both languages what was wrong and what is right", async () => {
    const { alerts, one } = setAlertStage({ languages: ["en", "es"] });
    const bilingual = { ...alert, info: [...alert.info, spanish] };
    await alerts.issue(bilingual);
    const correction = {
      ...wrongStreet,
      es: { wrong: "Afecta a la calle Molino.", right: "Afecta a la calle Colina." },
    };
    const report = await alerts.correct(follow(bilingual, 2), correction, decided);
    expect(report.state).toBe("updated");
    const [, , english, inSpanish] = one.posts;
    expect(english?.text).toMatch(/^CORRECTION Nov 20, 11:00 \(UTC-05:00\): Boil tap water/);
    expect(english?.text).toContain("What is right: Hill Street is affected.\nWhat we said: Mill Street is affected.");
    expect(inSpanish?.text).toMatch(/^CORRECCIÓN 20 nov, 11:00 \(UTC-05:00\): Hierva/);
    expect(inSpanish?.text).toContain("Lo correcto: Afecta a la calle Colina.");
    expect(one.posts.at(-1)?.text).toMatch(/^Esta alerta se ha corregido/);
    expect((await alerts.chain("riverton-2"))?.messages[1]?.kind).toBe("correction");
  });

  test("with other facts in another language is not published", async () => {
    const { alerts, one } = setAlertStage({ languages: ["en", "es"] });
    const bilingual = { ...alert, info: [...alert.info, spanish] };
    await alerts.issue(bilingual);
    const correction = {
      en: { wrong: "Call 555 010 0100.", right: "Call 555 010 0199." },
      es: { wrong: "Llame al 555 010 0100.", right: "Llame al 555 010 0198." },
    };
    const correcting = alerts.correct(follow(bilingual, 2), correction, decided);
    await expect(correcting).rejects.toMatchObject({
      code: "blocked",
      violations: [{ rule: "alert.unequal-facts", path: "correction.es.right" }],
    });
    expect(one.posts).toHaveLength(2);
  });

  test("keeps what was wrong and right in every form", () => {
    const { post } = setAlertStage().alerts.content(update, wrongStreet);
    for (const form of [post.text, ...(post.shortTexts ?? [])]) {
      expect(form).toContain("Hill Street is affected.");
      expect(form).toContain("Mill Street is affected.");
      expect(form).toMatch(/^CORRECTION /);
    }
  });

  test.each([
    ["correction.en", {}],
    ["correction.fr", { ...wrongStreet, fr: wrongStreet.en }],
    ["correction.en.right", { en: { wrong: "a" } }],
  ])("names %s", async (path, correction) => {
    const { alerts, one } = setAlertStage();
    await alerts.issue(alert);
    // @ts-expect-error right is missing in the last one
    await expect(alerts.correct(update, correction, decided)).rejects.toMatchObject({ code: "invalid-post", path });
    expect(one.posts).toHaveLength(1);
  });

  test("edits where the network can, and posts where it cannot", async () => {
    const { alerts, one, two } = setAlertStage({ second: { edit: false } });
    await alerts.issue(alert, { pin: true });
    const report = await alerts.correct(update, wrongStreet, { ...decided, edit: true });
    expect(textsOf(one)).toEqual([expect.stringMatching(/^CORRECTION/)]);
    expect(textsOf(two)).toEqual([
      expect.stringMatching(/^HEALTH ALERT/),
      expect.stringMatching(/^CORRECTION/),
      expect.stringMatching(/^This alert has been corrected/),
    ]);
    expect(report.oldPosts).toMatchObject([
      { channel: "one", outcomes: ["edited", "unpinned"] },
      { outcomes: ["replied", "unpinned"] },
    ]);
    // The next message finds the edited post as it finds every other one.
    await alerts.cancel(follow(update, 3, "Cancel"), decided);
    expect(textsOf(one)).toHaveLength(3);
  });

  test("with every old post edited there is no other", async () => {
    const { alerts, one, two } = setAlertStage();
    await alerts.issue(alert);
    const report = await alerts.correct(update, wrongStreet, { ...decided, edit: true });
    expect(report.publication).toBeUndefined();
    expect([one.posts.length, two.posts.length]).toEqual([1, 1]);
    await alerts.correct(update, wrongStreet, { ...decided, edit: true });
    expect(one.calls.filter(({ method }) => method === "revise")).toHaveLength(1);
  });

  test("where one of two languages may be there, neither is edited: both get a post", async () => {
    const second = { repeat: { lever: "none", find: "none" } } as const;
    const { alerts, one, two } = setAlertStage({ languages: ["en", "es"], second });
    two.always("publish", ({ text }) => (text?.startsWith("ALERTA") ? "drop-after" : "deliver"));
    const bilingual = { ...alert, info: [...alert.info, spanish] };
    expect((await alerts.issue(bilingual)).publication?.deliveries.map(({ state }) => state)).toEqual([
      "delivered",
      "delivered",
      "delivered",
      "unknown",
    ]);
    const correction = { ...wrongStreet, es: { wrong: "La calle Molino.", right: "La calle Colina." } };
    const report = await alerts.correct(follow(bilingual, 2), correction, { ...decided, edit: true });
    expect(textsOf(one)).toEqual([expect.stringMatching(/^CORRECTION/), expect.stringMatching(/^CORRECCIÓN/)]);
    expect(two.calls.filter(({ method }) => method === "revise")).toEqual([]);
    expect(textsOf(two)).toEqual([
      expect.stringMatching(/^HEALTH ALERT/),
      expect.stringMatching(/^ALERTA/),
      expect.stringMatching(/^CORRECTION/),
      expect.stringMatching(/^CORRECCIÓN/),
      expect.stringMatching(/^This alert has been corrected/),
    ]);
    expect(report.oldPosts).toMatchObject([
      { channel: "one", language: "en", outcomes: ["edited"] },
      { channel: "one", language: "es", outcomes: ["edited"] },
      { channel: "two", language: "en", outcomes: ["replied"] },
      { channel: "two", language: "es", outcomes: ["left"], why: expect.stringMatching(/^Nobody/) as unknown },
    ]);
  });

  test("an edit that fails becomes a post", async () => {
    const { alerts, two } = setAlertStage();
    await alerts.issue(alert);
    two.next("revise", "server-error-before");
    await alerts.correct(update, wrongStreet, { ...decided, edit: true });
    expect(textsOf(two).filter((text) => text.startsWith("CORRECTION"))).toHaveLength(1);
  });

  test("removes for a reason, after the correction is out, and lists what stays", async () => {
    const { alerts, one, two } = setAlertStage({ second: { delete: false } });
    await alerts.issue(alert);
    const report = await alerts.correct(update, wrongStreet, { ...decided, remove: "wrong-dose" });
    expect(textsOf(one)).toEqual([expect.stringMatching(/^CORRECTION/)]);
    expect(one.calls.map(({ method }) => method).slice(-2)).toEqual(["publish", "retract"]);
    expect(textsOf(two)).toHaveLength(3);
    expect(report.oldPosts).toMatchObject([
      { channel: "one", outcomes: ["removed"] },
      { channel: "two", outcomes: ["replied"], why: expect.stringContaining("cannot remove") as unknown },
    ]);
  });

  test("private data go before anything is posted", async () => {
    const { alerts, one, care } = setAlertStage();
    await alerts.issue(alert);
    await alerts.correct(update, wrongStreet, { ...decided, remove: "private-data" });
    expect(one.calls.map(({ method }) => method).slice(-3)).toEqual(["retract", "prepare", "publish"]);
    const entries = await listAll(care.audit.entries());
    expect(entries.findLast(({ action }) => action === "retract")?.reason).toBe("private-data: new facts");
  });

  test.each(["the hub", "the lifecycle"])("private data go although %s blocks the correction", async (who) => {
    const stopped = { name: "stopped", check: ({ kind }: Outgoing) => (kind === "correction" ? [block] : []) };
    const { alerts, one } = setAlertStage({ safeguards: who === "the hub" ? [stopped] : [] });
    await alerts.issue(alert);
    const headline = "We guarantee that the water is 100 % safe";
    const wrong = who === "the hub" ? update : { ...update, info: [{ ...update.info[0]!, headline }] };
    const options = { ...decided, remove: "private-data" } as const;
    for (let calls = 0; calls < 2; calls += 1) {
      await expect(alerts.correct(wrong, wrongStreet, options)).rejects.toMatchObject({ code: "blocked" });
      expect(textsOf(one)).toEqual([]);
    }
  });

  test("whatever else is removed stays while the correction is blocked", async () => {
    const stopped = { name: "stopped", check: ({ kind }: Outgoing) => (kind === "correction" ? [block] : []) };
    const { alerts, one } = setAlertStage({ safeguards: [stopped] });
    await alerts.issue(alert);
    const correcting = alerts.correct(update, wrongStreet, { ...decided, remove: "wrong-dose" });
    await expect(correcting).rejects.toMatchObject({ code: "blocked" });
    expect(textsOf(one)).toEqual([expect.stringMatching(/^HEALTH ALERT/)]);
    expect(await alerts.chain(alert.identifier)).toMatchObject({ state: "live" });
  });

  test("removes the messages that it refers to, and no others", async () => {
    const { alerts, one } = setAlertStage();
    await alerts.issue(alert, { channels: ["one"] });
    await alerts.update(update, decided);
    const message = follow(update, 3);
    const references = message.references!.filter(({ identifier }) => identifier === update.identifier);
    await alerts.correct({ ...message, references }, wrongStreet, { ...decided, remove: "dangerous-instruction" });
    expect(textsOf(one).map((text) => text.split(/[ :]/)[0])).toEqual(["HEALTH", "This", "CORRECTION", "This"]);
  });

  test("does not edit what it removes", async () => {
    const { alerts, one } = setAlertStage();
    await alerts.issue(alert);
    const both = { ...decided, edit: true, remove: "wrong-dose" } as const;
    await expect(alerts.correct(update, wrongStreet, both)).rejects.toMatchObject({ code: "config", path: "edit" });
    expect(textsOf(one)).toEqual([expect.stringMatching(/^HEALTH ALERT/)]);
  });

  test("what was edited and then removed by a person is removed", async () => {
    const { alerts, care } = setAlertStage();
    const issued = await alerts.issue(alert);
    const correct = () => alerts.correct(update, wrongStreet, { ...decided, edit: true });
    await correct();
    await care.retract(issued.publication!.deliveries[0]!.publicationId, decided);
    expect((await correct()).oldPosts.map(({ outcomes }) => outcomes)).toEqual([["removed"], ["removed"]]);
  });

  test("removes for no other reason", async () => {
    const { alerts } = setAlertStage();
    await alerts.issue(alert);
    // @ts-expect-error not one of the reasons
    const correcting = alerts.correct(update, wrongStreet, { ...decided, remove: "bad-press" });
    await expect(correcting).rejects.toMatchObject({ code: "config", path: "remove" });
  });
});
