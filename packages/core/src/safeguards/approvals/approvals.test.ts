import { fakeAdapter, manualClock, type FakeAdapter, type ManualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger, type Carecast, type ContentKind, type Ledger, type Post } from "../../index.ts";
import type { ApprovalNotice, ApprovalPolicy } from "./approval-policy.ts";
import { createApprovals, type Approvals } from "./create-approvals.ts";
import { defaultApprovalRules } from "./default-approval-rules.ts";
import { requireApproval } from "./require-approval.ts";

const minute = 60_000;
const approvers = [
  { id: "head of press", roles: ["communications"] },
  { id: "duty physician", roles: ["clinical"] },
  { id: "chief pharmacist", roles: ["pharmacist"] },
  { id: "privacy officer", roles: ["privacy"] },
];
const post: Post = { text: "Boil the water for one minute.", language: "en" };
const reason = "for the record";

interface Stage {
  readonly care: Carecast<"press" | "wards">;
  readonly approvals: Approvals<"press" | "wards">;
  readonly fake: FakeAdapter;
  readonly clock: ManualClock;
  readonly ledger: Ledger;
}

function setStage(given: Partial<ApprovalPolicy> = {}): Stage {
  const policy = { approvers, ...given };
  const clock = manualClock();
  const fake = fakeAdapter();
  const ledger = memoryLedger();
  const care = createCarecast({
    channels: { press: fake, wards: fakeAdapter({ network: "ward" }) },
    ledger,
    clock,
    work: { pollMs: 60_000 },
    safeguards: [requireApproval(policy)],
  });
  return { care, fake, clock, ledger, approvals: createApprovals(care, policy, { clock }) };
}

const marked = (kind: ContentKind, text = post.text) => ({ post: { ...post, text }, kind });
const rulesOf = (thrown: unknown): unknown =>
  (thrown as { violations?: readonly { rule: string }[] }).violations?.map(({ rule }) => rule);

/** The rules by which `publish` refuses. */
async function refusal(publishing: Promise<unknown>): Promise<unknown> {
  return publishing.then(
    () => "published",
    (thrown: unknown) => rulesOf(thrown) ?? thrown,
  );
}

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
    expect(
      await refusal(
        care
          .review(marked("story", "old"), { approval: "old" })
          .then(({ findings }) => Promise.reject({ violations: findings })),
      ),
    ).toEqual([]);
    await clock.advance(1);
    expect(await publish("old")).toEqual(["approval.expired"]);
    expect(await approvals.status("old")).toMatchObject({ state: "expired" });
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

describe("who approves", () => {
  test.each([
    ["by", "a stranger", { by: "somebody" }],
    ["by", "the author", { by: " Duty  PHYSICIAN " }],
    ["by", "the same person again", { by: "HEAD OF PRESS" }],
    ["hash", "another hash", { by: "chief pharmacist", hash: "0".repeat(64) }],
    ["by", "nobody", { by: " " }],
  ])("%s: %s is refused, and nothing is in the trail", async (path, _, options) => {
    const { care, approvals } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "duty physician" });
    await approvals.approve("boil", { by: "head of press", hash });
    const head = await care.audit.head();
    await expect(approvals.approve("boil", { hash, ...options })).rejects.toMatchObject({ code: "config", path });
    expect(await care.audit.head()).toEqual(head);
    expect(await approvals.status("boil")).toMatchObject({ approvedBy: ["head of press"] });
  });

  test.each(["reject", "withdraw"] as const)("nobody after a %s, which is final", async (act) => {
    const { approvals } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    expect(await approvals[act]("boil", { by: "head of press", reason })).toMatchObject({
      state: act === "reject" ? "rejected" : "withdrawn",
    });
    const late = { code: "config", path: "id" };
    await expect(approvals.approve("boil", { by: "duty physician", hash })).rejects.toMatchObject(late);
    await expect(approvals.breakGlass("boil", { by: "duty physician", hash, reason })).rejects.toMatchObject(late);
    await expect(approvals.withdraw("boil", { by: "writer", reason })).rejects.toMatchObject(late);
  });

  test("nobody once it has expired", async () => {
    const { approvals, clock } = setStage();
    const { hash, expiresAt } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    expect(expiresAt).toBe(clock.now() + 15 * minute);
    await clock.advance(15 * minute - 1);
    await approvals.approve("boil", { by: "head of press", hash });
    await clock.advance(1);
    const late = { code: "config", path: "id" };
    await expect(approvals.approve("boil", { by: "duty physician", hash })).rejects.toMatchObject(late);
    await expect(approvals.breakGlass("boil", { by: "duty physician", hash, reason })).rejects.toMatchObject(late);
    expect(await approvals.waiting()).toEqual([]);
  });

  test("only approvers reject, and only they or the author withdraw", async () => {
    const { approvals } = setStage();
    await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const refused = { code: "config", path: "by" };
    await expect(approvals.reject("boil", { by: "writer", reason })).rejects.toMatchObject(refused);
    await expect(approvals.withdraw("boil", { by: "somebody", reason })).rejects.toMatchObject(refused);
    await expect(approvals.reject("boil", { by: "head of press", reason: "" })).rejects.toMatchObject({
      path: "reason",
    });
    await expect(approvals.status("other")).rejects.toMatchObject({ code: "config", path: "id" });
  });
});

describe("asking", () => {
  test("again for the same content changes nothing", async () => {
    const { care, approvals, clock } = setStage();
    const first = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    await approvals.approve("boil", { by: "head of press", hash: first.hash });
    const head = await care.audit.head();
    await clock.advance(minute);
    const again = await approvals.request(marked("alert"), { id: "boil", author: "Writer" });
    expect(again).toMatchObject({ hash: first.hash, expiresAt: first.expiresAt, needs: { people: 1 } });
    expect(await care.audit.head()).toEqual(head);
  });

  test("under an id that other content or another author has is refused", async () => {
    const { approvals } = setStage();
    await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    await expect(
      approvals.request(marked("alert", "New words."), { id: "boil", author: "writer" }),
    ).rejects.toMatchObject({
      code: "config",
      path: "id",
      message: expect.stringContaining("Choose a new id") as unknown,
    });
    await expect(approvals.request(marked("alert"), { id: "boil", author: "other" })).rejects.toMatchObject({
      path: "author",
    });
  });

  test("for what nobody could complete is refused at once", async () => {
    const { approvals } = setStage();
    const author = "chief pharmacist";
    await expect(approvals.request(marked("medicineNotice"), { id: "lot", author })).rejects.toMatchObject({
      code: "config",
      path: "approvers",
    });
    const few = setStage({ approvers: approvers.slice(0, 2) }).approvals;
    await expect(few.request(marked("alert"), { id: "a", author: "head of press" })).rejects.toMatchObject({
      path: "approvers",
    });
  });

  test("two at once for the same content get one approval", async () => {
    const { approvals, care } = setStage();
    const ask = () => approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const [one, other] = await Promise.all([ask(), ask()]);
    expect(one.hash).toBe(other.hash);
    expect(one.expiresAt).toBe(other.expiresAt);
    expect((await care.documents.find({ name: "approval", read: (value) => value }, "boil"))?.version).toBe(1);
  });

  test("stores no word of the content, and the trail neither", async () => {
    const { approvals, ledger, care } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    await approvals.approve("boil", { by: "head of press", hash });
    const documents = await ledger.documents({ kind: "approval", limit: 10 });
    const lines: string[] = [];
    for await (const line of care.audit.export()) lines.push(line);
    expect(documents).toHaveLength(1);
    expect(JSON.stringify(documents) + lines.join("")).not.toMatch(/boil the water/i);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { by: "writer", action: "approval-requested", subject: "boil", contentHash: hash },
      { by: "head of press", action: "approve", subject: "boil", contentHash: hash },
    ]);
    expect(await care.audit.verify()).toMatchObject({ ok: true });
  });

  test("waiting lists what lacks somebody, the most urgent first", async () => {
    const { approvals } = setStage();
    await approvals.request(marked("story"), { id: "a-tale", author: "writer" });
    await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const { hash } = await approvals.request(marked("story", "b"), { id: "done", author: "writer" });
    await approvals.approve("done", { by: "privacy officer", hash });
    expect((await approvals.waiting()).map(({ id }) => id)).toEqual(["boil", "a-tale"]);
  });
});

describe("at the same moment", () => {
  test("two approvers both count", async () => {
    const { approvals } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    await Promise.all(["head of press", "duty physician"].map((by) => approvals.approve("boil", { by, hash })));
    expect(await approvals.status("boil")).toMatchObject({ state: "complete", needs: { people: 0 } });
  });

  test("one person twice counts once", async () => {
    const { approvals } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    const results = await Promise.allSettled(
      ["head of press", "Head Of Press"].map((by) => approvals.approve("boil", { by, hash })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await approvals.status("boil")).toMatchObject({ state: "waiting", approvedBy: ["head of press"] });
  });

  test("an approval and a rejection end rejected", async () => {
    const { approvals } = setStage();
    const { hash } = await approvals.request(marked("story"), { id: "tale", author: "writer" });
    await Promise.allSettled([
      approvals.approve("tale", { by: "privacy officer", hash }),
      approvals.reject("tale", { by: "head of press", reason }),
    ]);
    expect(await approvals.status("tale")).toMatchObject({ state: "rejected" });
  });
});

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
      await approvals.approve("over", { by: "head of press", hash });
      expect(told).toHaveLength(3);
      expect(await refusal(care.publish(marked(kind), { approval: "over" }))).toBe("published");
    },
  );

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
  const other = createApprovals(broken, { approvers }, { clock: manualClock() });
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
