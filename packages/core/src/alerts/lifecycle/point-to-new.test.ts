import { LedgerError } from "@carecast/adapter";
import { describe, expect, test } from "vitest";

import type { Safeguard } from "../../index.ts";
import { alert, decided, follow, setAlertStage, spanish, textsOf } from "./fixtures/alert-stage.ts";

const update = follow(alert, 2);
const isPointer = (text = ""): boolean => /^(This alert has|Esta alerta se ha)/.test(text);
const pointersOf = (texts: readonly string[]): readonly string[] => texts.filter(isPointer);

/** Stops what points, on one channel. */
const stopping = (channel: string): Safeguard => ({
  name: "stopping",
  check: ({ kind, threads }) =>
    kind === "pointer" && threads.some((thread) => thread.channel === channel)
      ? [{ level: "block", path: "text", rule: "words.stopped", message: "is not for readers.", channel }]
      : [],
});

describe("a pointer that fails leaves the others", () => {
  test("whether a network refuses, loses or delays it", async () => {
    const second = { repeat: { lever: "none", find: "none" } } as const;
    const { alerts, two } = setAlertStage({ second });
    await alerts.issue(alert);
    await alerts.update(update, decided);
    let pointers = 0;
    two.always("publish", ({ text }) => {
      if (!isPointer(text)) return "deliver";
      pointers += 1;
      return pointers === 1 ? "token-expired" : "drop-before";
    });
    const { oldPosts } = await alerts.update(follow(update, 3), decided);
    expect(oldPosts.map(({ channel, outcomes }) => [channel, ...outcomes])).toEqual([
      ["one", "replied"],
      ["two", "left"],
      ["one", "replied"],
      ["two", "left"],
    ]);
    for (const { channel, why } of oldPosts) expect(typeof why).toBe(channel === "two" ? "string" : "undefined");
    expect(pointers).toBe(2);
  });

  test("one that waits counts: it goes out later", async () => {
    const { alerts, two, goOn } = setAlertStage();
    await alerts.issue(alert);
    two.always("publish", ({ text }) => (isPointer(text) ? "rate-limited" : "deliver"));
    const { oldPosts } = await alerts.update(update, decided);
    expect(oldPosts).toMatchObject([{ outcomes: ["replied"] }, { outcomes: ["replied"] }]);
    expect(pointersOf(textsOf(two))).toEqual([]);
    two.always("publish", "deliver");
    await goOn("2026-11-20T17:00:00Z");
    expect(pointersOf(textsOf(two))).toHaveLength(1);
  });

  test("the address is that of another channel where the new post has none", async () => {
    const second = { repeat: { lever: "none", find: "none" } } as const;
    const { alerts, one, two } = setAlertStage({ second });
    await alerts.issue(alert);
    two.next("publish", "drop-before");
    await alerts.update(update, decided);
    const fresh = one.posts.find(({ text }) => text.startsWith("UPDATE"));
    expect(pointersOf(textsOf(two))).toEqual([expect.stringContaining(`: ${fresh?.url}`)]);
  });

  test("whether a safeguard stops it", async () => {
    const { alerts, one, two } = setAlertStage({ safeguards: [stopping("one")], languages: ["en", "es"] });
    const bilingual = { ...alert, info: [...alert.info, spanish] };
    await alerts.issue(bilingual, { pin: true });
    const { oldPosts } = await alerts.update(follow(bilingual, 2), { ...decided, pin: true });
    expect(oldPosts.map(({ channel, language, outcomes }) => [channel, language, ...outcomes])).toEqual([
      ["one", "en", "unpinned"],
      ["one", "es", "unpinned"],
      ["two", "en", "replied", "unpinned"],
      ["two", "es", "replied", "unpinned"],
    ]);
    expect(oldPosts[0]?.why).toContain("a safeguard says no");
    expect([pointersOf(textsOf(one)).length, pointersOf(textsOf(two)).length]).toEqual([0, 2]);
    expect([one.pinned.length, two.pinned.length]).toEqual([2, 2]);
  });

  test("a pin that stays on the page says so, and what a network cannot pin is no failure", async () => {
    const { alerts, one } = setAlertStage({ second: { pin: false } });
    await alerts.issue(alert, { pin: true });
    one.next("unpin", "server-error-before");
    const { oldPosts } = await alerts.update(update, decided);
    expect(oldPosts).toMatchObject([
      { channel: "one", outcomes: ["replied"], why: expect.any(String) as unknown },
      { channel: "two", outcomes: ["replied", "unpinned"] },
    ]);
    expect(oldPosts[1]).not.toHaveProperty("why");
    expect(one.pinned).toHaveLength(1);
  });
});

describe("what concerns everything stops it", () => {
  const failing = (thrown: Error): Safeguard => ({
    name: "failing",
    check: ({ kind }) => (kind === "pointer" ? Promise.reject(thrown) : []),
  });

  test("a ledger that fails", async () => {
    const { alerts, one } = setAlertStage({ safeguards: [failing(new LedgerError("The disk is full."))] });
    await alerts.issue(alert);
    await expect(alerts.update(update, decided)).rejects.toMatchObject({ code: "ledger" });
    expect(pointersOf(textsOf(one))).toEqual([]);
  });

  test("an abort", async () => {
    const reason = new Error("the desk is closed");
    const leaving = new AbortController();
    const leave: Safeguard = {
      name: "leave",
      check: ({ kind }) => {
        if (kind === "pointer") leaving.abort(reason);
        return [];
      },
    };
    const { alerts, one } = setAlertStage({ safeguards: [leave] });
    await alerts.issue(alert, { pin: true });
    await expect(alerts.update(update, { ...decided, signal: leaving.signal })).rejects.toBe(reason);
    expect(pointersOf(textsOf(one))).toEqual([]);
    expect(one.pinned).toEqual([one.posts[0]?.id]);
    expect((await alerts.chain(update.identifier))?.messages[1]?.done).not.toContain("pointed");
  });
});
