import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, type Ledger } from "../../index.ts";
import type { ApprovalNotice } from "./approval-policy.ts";
import { createApprovals } from "./create-approvals.ts";
import { minute, approvers, reason, setStage, marked, refusal } from "./fixtures/stage.ts";

describe("what takes a warning back", () => {
  test.each(["correction", "cancellation", "allClear"] as const)(
    "a %s needs one, and the others hear of it",
    async (kind) => {
      const told: [string, ApprovalNotice][] = [];
      const { approvals, care, clock } = setStage({ tell: ({ id }, notice) => void told.push([id, notice]) });
      const { hash } = await approvals.request(marked(kind), { id: "over", author: "writer" });
      expect(await approvals.approve("over", { by: "duty physician", hash })).toMatchObject({
        state: "complete",
        untold: [],
      });
      expect(told.map(([id]) => id)).toEqual(["head of press", "chief pharmacist", "privacy officer"]);
      const notice = {
        kind: "second-informed",
        approval: "over",
        contentKind: kind,
        by: "duty physician",
        hash,
        at: clock.now(),
      };
      expect(told[0]?.[1]).toEqual(notice);
      expect(clock.pending).toBe(0);
      await approvals.approve("over", { by: "head of press", hash });
      expect(told).toHaveLength(3);
      expect(await refusal(care.publish(marked(kind), { approval: "over" }))).toBe("published");
    },
  );

  test("who cannot be told within ten seconds is named, and it can be published meanwhile", async () => {
    const { approvals, care, clock } = setStage({
      tell: ({ id }) => (id === "chief pharmacist" ? new Promise<void>(() => undefined) : undefined),
    });
    const { hash } = await approvals.request(marked("allClear"), { id: "over", author: "writer" });
    const approving = approvals.approve("over", { by: "duty physician", hash });
    let isOver = false;
    void approving.then(() => (isOver = true));
    await clock.untilPending();
    expect((await approvals.status("over")).untold).toEqual(["head of press", "chief pharmacist", "privacy officer"]);
    expect(await refusal(care.publish(marked("allClear"), { approval: "over", id: "over" }))).toBe("published");
    await clock.advance(9999);
    expect(isOver).toBe(false);
    await clock.advance(1);
    expect(await approving).toMatchObject({ state: "complete", untold: ["chief pharmacist"] });
    expect(await approvals.status("over")).toMatchObject({ untold: ["chief pharmacist"] });
    expect(clock.pending).toBe(0);
  });

  test("nobody is told of a story, which one person approves as a matter of course", async () => {
    const told: unknown[] = [];
    const { approvals } = setStage({ tell: (_, notice) => void told.push(notice) });
    const { hash } = await approvals.request(marked("story"), { id: "tale", author: "writer" });
    await approvals.approve("tale", { by: "privacy officer", hash });
    expect(told).toEqual([]);
  });

  test("where two are asked for, two who approve need not be told", async () => {
    const told: unknown[] = [];
    const rules = { correction: { people: 2, validMs: minute } };
    const { approvals } = setStage({ rules, tell: (_, notice) => void told.push(notice) });
    const { hash } = await approvals.request(marked("correction"), { id: "fix", author: "writer" });
    for (const by of ["head of press", "duty physician"]) await approvals.approve("fix", { by, hash });
    expect(told).toEqual([]);
  });
});

describe("breaking the glass", () => {
  const day = 24 * 60 * minute;

  test("lets one person publish, tells everybody at once, and waits for a review", async () => {
    const told: [string, ApprovalNotice][] = [];
    const { approvals, care, clock } = setStage({ tell: ({ id }, notice) => void told.push([id, notice]) });
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const status = await approvals.breakGlass("boil", { by: "duty physician", hash, reason: "nobody answers" });
    expect(status).toMatchObject({ state: "complete", needs: { people: 0 }, untold: [] });
    expect(told.map(([id]) => id)).toEqual(approvers.map(({ id }) => id));
    expect(told[0]?.[1]).toEqual({
      kind: "break-glass",
      approval: "boil",
      contentKind: "alert",
      by: "duty physician",
      at: clock.now(),
      hash,
    });
    expect(await refusal(care.publish(marked("alert"), { approval: "boil" }))).toBe("published");
    const open = { id: "boil", kind: "alert", by: "duty physician", reason: "nobody answers", at: clock.now() };
    expect(await approvals.openReviews()).toEqual([{ ...open, dueAt: clock.now() + day }]);

    await clock.advance(2 * day);
    for (const by of ["Duty physician", "writer", "somebody"])
      await expect(approvals.review("boil", { by, reason })).rejects.toMatchObject({ code: "config", path: "by" });
    await approvals.review("boil", { by: "head of press", reason: "rightly" });
    expect(await approvals.openReviews()).toEqual([]);
    await expect(approvals.review("boil", { by: "head of press", reason })).rejects.toMatchObject({ path: "id" });
    const actions: string[] = [];
    for await (const { action, reason: why } of care.audit.entries()) actions.push(`${action}: ${why ?? ""}`);
    expect(actions).toContain("break-glass: nobody answers");
    expect(actions).toContain("review-break-glass: rightly");
  });

  test.each([
    ["by", { by: "somebody" }],
    ["by", { by: "head of press" }],
    ["hash", { hash: "0".repeat(64) }],
    ["reason", { reason: " " }],
  ])("is refused without leave: %s", async (path, options) => {
    const { approvals } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "Head of press" });
    const given = { by: "duty physician", hash, reason, ...options };
    await expect(approvals.breakGlass("boil", given)).rejects.toMatchObject({ code: "config", path });
    expect(await approvals.openReviews()).toEqual([]);
  });

  test("names who could not be told; running it again tells only them", async () => {
    const told: string[] = [];
    let isDown = true;
    const { approvals, care, clock } = setStage({
      tell: ({ id }) => {
        if (id === "duty physician" && isDown) throw new Error("line engaged");
        if (id === "privacy officer" && isDown) return Promise.reject(new Error("no answer"));
        if (id === "chief pharmacist" && isDown) return new Promise<void>(() => undefined);
        told.push(id);
        return undefined;
      },
    });
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const options = { by: "head of press", hash, reason };
    const breaking = approvals.breakGlass("boil", options);
    await clock.untilPending();
    expect(await refusal(care.publish(marked("alert"), { approval: "boil", id: "boil" }))).toBe("published");
    await clock.advance(10_000);
    const untold = ["duty physician", "chief pharmacist", "privacy officer"];
    expect(await breaking).toMatchObject({ untold });
    expect(await approvals.status("boil")).toMatchObject({ untold });
    expect(clock.pending).toBe(0);
    isDown = false;
    const { number } = await care.audit.head();
    expect(await approvals.breakGlass("boil", options)).toMatchObject({ untold: [] });
    expect(told).toEqual(["head of press", ...untold]);
    expect((await care.audit.head()).number).toBe(number);
    await expect(approvals.breakGlass("boil", { ...options, by: "duty physician" })).rejects.toMatchObject({
      path: "id",
    });
  });

  test("who is no approver any more need not be told", async () => {
    const tell = ({ id }: { readonly id: string }): void => {
      if (id === "duty physician") throw new Error("left the hospital");
    };
    const { approvals, care } = setStage({ tell });
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const options = { by: "head of press", hash, reason };
    expect(await approvals.breakGlass("boil", options)).toMatchObject({ untold: ["duty physician"] });
    const others = approvers.filter(({ id }) => id !== "duty physician");
    const later = createApprovals(care, { approvers: others, tell });
    expect(await later.breakGlass("boil", options)).toMatchObject({ untold: [] });
    expect(await approvals.status("boil")).toMatchObject({ untold: [] });
  });

  test("without a way to tell, everybody has to be called", async () => {
    const { approvals } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const status = await approvals.breakGlass("boil", { by: "head of press", hash, reason });
    expect(status.untold).toEqual(approvers.map(({ id }) => id));
  });

  test("open reviews come in the order in which they are due", async () => {
    const { approvals, clock } = setStage();
    for (const id of ["z", "a"]) {
      const { hash } = await approvals.request(marked("alert", id), { id, author: "writer" });
      await approvals.breakGlass(id, { by: "head of press", hash, reason });
      await clock.advance(1);
    }
    expect((await approvals.openReviews()).map(({ id }) => id)).toEqual(["z", "a"]);
  });
});

test("who decides is in the trail before it counts", async () => {
  const { approvals, ledger, care } = setStage();
  const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
  const failing: Ledger = { ...ledger, setDocument: () => Promise.reject(new Error("gone")) };
  const broken = createCarecast({ channels: { press: fakeAdapter() }, ledger: failing, clock: manualClock() });
  const other = createApprovals(broken, { approvers });
  const { number } = await care.audit.head();
  const by = "head of press";
  await expect(other.approve("boil", { by, hash })).rejects.toThrow();
  await expect(other.reject("boil", { by, reason })).rejects.toThrow();
  await expect(other.withdraw("boil", { by, reason })).rejects.toThrow();
  await expect(other.breakGlass("boil", { by, hash, reason })).rejects.toThrow();
  const actions: string[] = [];
  for await (const entry of care.audit.entries()) if (entry.number > number) actions.push(entry.action);
  expect(actions).toEqual(["approve", "reject", "withdraw", "break-glass"]);
  expect(await approvals.status("boil")).toMatchObject({ state: "waiting", approvedBy: [] });
});
