import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger, type Outgoing } from "../../index.ts";
import type { ApprovalPolicy } from "./approval-policy.ts";
import { createApprovals } from "./create-approvals.ts";
import { defaultApprovalRules } from "./default-approval-rules.ts";
import { minute, approvers, post, reason, type Stage, setStage, marked, refusal } from "./fixtures/stage.ts";
import { requireApproval } from "./require-approval.ts";

describe("the default rules", () => {
  test("are those of the table", () => {
    const table = Object.entries(defaultApprovalRules).map(
      ([kind, { people, roles = [], validMs }]) => `${kind} ${people} ${roles.join()} ${validMs / minute}`,
    );
    expect(table.sort()).toEqual([
      "alert 2  15",
      "allClear 1  15",
      "appearanceNotice 1 pharmacist 60",
      "cancellation 1  15",
      "closureNotice 2  60",
      "correction 1  15",
      "ending 0  60",
      "exercise 2  15",
      "medicineNotice 2 pharmacist 60",
      "pointer 0  60",
      "post 0  60",
      "reply 0  60",
      "serviceNotice 0  60",
      "story 1 privacy 60",
      "supplyNotice 0  60",
      "update 2  15",
    ]);
  });
});

describe("a policy", () => {
  test.each([
    ["approvers", { approvers: [] }],
    ["approvers[1].id", { approvers: [approvers[0], { id: " Head  of PRESS", roles: [] }] }],
    ["rules.story.roles", { approvers, rules: { story: { people: 1, roles: ["a", "b"], validMs: 1 } } }],
    ["rules.story.validMs", { approvers, rules: { story: { people: 1, validMs: 0 } } }],
    ["rules.story.people", { approvers, rules: { story: { people: 1.5, validMs: 1 } } }],
    ["rules.gossip", { approvers, rules: { gossip: { people: 1, validMs: 1 } } }],
    ["tell", { approvers, tell: "me" }],
    ["quorum", { approvers, quorum: 2 }],
  ])("that cannot be is refused: %s", (path, policy) => {
    expect(() => requireApproval(policy as ApprovalPolicy)).toThrowError(
      expect.objectContaining({ code: "config", path }),
    );
  });

  test("changes single rules and leaves the others", async () => {
    const { care } = setStage({ rules: { post: { people: 1, validMs: minute }, alert: { people: 0, validMs: 1 } } });
    expect(await refusal(care.publish(post))).toEqual(["approval.missing"]);
    expect(await refusal(care.publish(marked("alert")))).toBe("published");
    expect(await refusal(care.publish(marked("update")))).toEqual(["approval.missing"]);
  });
});

describe("publishing", () => {
  test("what needs nobody goes out without", async () => {
    const { care } = setStage();
    expect((await care.publish(post)).ok).toBe(true);
  });

  test("waits for two people who are not the author, and then goes out", async () => {
    const { care, approvals, fake } = setStage();
    const request = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    expect(request).toMatchObject({
      id: "boil",
      needs: { people: 2, roles: [] },
      review: { kind: "alert", findings: [] },
    });
    const { hash } = request;
    const publish = () => refusal(care.publish(marked("alert"), { approval: "boil" }));
    expect(await publish()).toEqual(["approval.incomplete"]);
    expect(await approvals.approve("boil", { by: "HEAD of press", hash })).toMatchObject({
      state: "waiting",
      needs: { people: 1 },
    });
    expect(await publish()).toEqual(["approval.incomplete"]);
    expect(await approvals.approve("boil", { by: "duty physician", hash })).toMatchObject({
      state: "complete",
      approvedBy: ["head of press", "duty physician"],
      untold: [],
    });
    expect(await publish()).toBe("published");
    expect(fake.posts).toHaveLength(1);
  });

  test("wants the role, whoever else has approved", async () => {
    const { care, approvals } = setStage();
    const { hash } = await approvals.request(marked("medicineNotice"), { id: "lot", author: "writer" });
    await approvals.approve("lot", { by: "head of press", hash });
    expect(await approvals.approve("lot", { by: "duty physician", hash })).toMatchObject({
      state: "waiting",
      needs: { people: 1, roles: ["pharmacist"] },
    });
    expect(await refusal(care.publish(marked("medicineNotice"), { approval: "lot" }))).toEqual(["approval.incomplete"]);
    await approvals.approve("lot", { by: "chief pharmacist", hash });
    expect(await refusal(care.publish(marked("medicineNotice"), { approval: "lot" }))).toBe("published");
  });

  test.each([
    ["other words", marked("alert", "Boil the water for two minutes."), {}],
    ["another kind that needs as many", marked("update"), {}],
    ["fewer channels", marked("alert"), { channels: ["press"] as const }],
    ["an answer", marked("alert"), { replyTo: { press: { id: "1" } } }],
    ["a kind that needs nobody, and names it", marked("post"), {}],
  ])("%s: the approval does not fit any more", async (_, content, options) => {
    const { care, approvals } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    for (const by of ["head of press", "duty physician"]) await approvals.approve("boil", { by, hash });
    expect(await refusal(care.publish(content, { ...options, approval: "boil" }))).toEqual(["approval.other-content"]);
  });

  test("refuses an unknown, an expired, a rejected and a withdrawn approval, also for two who override", async () => {
    const { care, approvals, clock } = setStage();
    const override = { rules: ["approval.unknown"], by: "one", second: "two", reason };
    expect(await refusal(care.publish(marked("story"), { approval: "none", override }))).toEqual(["approval.unknown"]);
    for (const id of ["old", "no", "back"]) {
      const { hash } = await approvals.request(marked("story", id), { id, author: "writer" });
      await approvals.approve(id, { by: "privacy officer", hash });
    }
    await approvals.reject("no", { by: "head of press", reason });
    await approvals.withdraw("back", { by: "Writer", reason });
    const publish = (id: string) => refusal(care.publish(marked("story", id), { approval: id }));
    expect(await publish("no")).toEqual(["approval.withdrawn"]);
    expect(await publish("back")).toEqual(["approval.withdrawn"]);
    await clock.advance(60 * minute - 1);
    expect((await care.review(marked("story", "old"), { approval: "old" })).findings).toEqual([]);
    await clock.advance(1);
    expect(await publish("old")).toEqual(["approval.expired"]);
    expect(await approvals.status("old")).toMatchObject({ state: "expired" });
  });

  test("goes by the rules of today, not by those under which it was asked for", async () => {
    const { care } = setStage();
    const before = createApprovals(care, { approvers, rules: { alert: { people: 1, validMs: minute } } });
    const { hash } = await before.request(marked("alert"), { id: "boil", author: "writer" });
    expect(await before.approve("boil", { by: "head of press", hash })).toMatchObject({ state: "complete" });
    expect(await refusal(care.publish(marked("alert"), { approval: "boil" }))).toEqual(["approval.incomplete"]);
  });

  test("says so where it blocks: the path, the remedy, no content, and that nothing sets it aside", async () => {
    const { care } = setStage();
    const { findings } = await care.review(marked("story"));
    expect(findings).toEqual([
      {
        level: "block",
        final: true,
        path: "approval",
        rule: "approval.missing",
        message: "nobody has approved it. Ask for an approval, and publish with its id.",
      },
    ]);
  });
});

describe("what waits for its time", () => {
  const later = (ms: number): string => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

  async function schedule(): Promise<Stage> {
    const stage = setStage();
    const { care, approvals } = stage;
    await care.start();
    const { hash } = await approvals.request(marked("story"), { id: "tale", author: "writer" });
    await approvals.approve("tale", { by: "privacy officer", hash });
    await care.publish(marked("story"), { approval: "tale", at: later(120 * minute), id: "tale" });
    return stage;
  }

  test("stays approved when the approval has expired meanwhile", async () => {
    const { care, clock, fake } = await schedule();
    await clock.advance(122 * minute);
    expect(fake.posts).toHaveLength(1);
    await care.close();
  });

  test.each(["withdraw", "reject"] as const)("does not go after a %s", async (act) => {
    const { care, approvals, clock, fake } = await schedule();
    await clock.advance(minute);
    await approvals[act]("tale", { by: "head of press", reason });
    await clock.advance(122 * minute);
    expect(fake.posts).toHaveLength(0);
    expect((await care.deliveries({ publicationId: "tale" })).map(({ state, error }) => [state, error?.code])).toEqual([
      ["rejected", "blocked"],
      ["rejected", "blocked"],
    ]);
    await care.close();
  });

  test("does not go when the ledger holds another text than was approved", async () => {
    const { care, clock, fake, ledger } = await schedule();
    for (const { id, part } of await ledger.deliveries({ publicationId: "tale", channel: "press" })) {
      const change = ledger.change(id, "queued", { part: { ...part, text: "Something else." } }, clock.now());
      expect(await change).toBe("changed");
    }
    await clock.advance(122 * minute);
    expect(fake.posts).toHaveLength(0);
    expect(await care.deliveries({ publicationId: "tale", channel: "wards" })).toMatchObject([{ state: "delivered" }]);
    await care.close();
  });
});

test("the kind that was approved is the kind that leaves, whatever the ledger says", async () => {
  const seen: Outgoing[] = [];
  const care = createCarecast({
    channels: { press: fakeAdapter() },
    ledger: memoryLedger(),
    clock: manualClock(),
    safeguards: [{ name: "seen", check: (outgoing) => (seen.push(outgoing), []) }],
  });
  const approvals = createApprovals(care, { approvers });
  const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
  for (const by of ["head of press", "duty physician"]) await approvals.approve("boil", { by, hash });
  const leaving = { ...seen[0]!, safety: { approval: "boil" } };
  const { documents } = care;
  const check = (outgoing: Outgoing) =>
    requireApproval({ approvers }).check(outgoing, { moment: "send", now: 0, documents });
  expect(await check(leaving)).toEqual([]);
  expect(await check({ ...leaving, kind: "update" })).toMatchObject([{ rule: "approval.other-content" }]);
  expect(await check({ ...leaving, kind: "post" })).toMatchObject([{ rule: "approval.other-content" }]);
});
