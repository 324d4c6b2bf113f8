import { describe, expect, test } from "vitest";

import { minute, approvers, reason, setStage, marked } from "./fixtures/stage.ts";

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
    const { approvals, care } = setStage();
    const { hash } = await approvals.request(marked("alert"), { id: "boil", author: "writer" });
    expect(await approvals[act]("boil", { by: "head of press", reason })).toMatchObject({
      state: act === "reject" ? "rejected" : "withdrawn",
    });
    const late = { code: "config", path: "id" };
    const head = await care.audit.head();
    await expect(approvals.approve("boil", { by: "duty physician", hash })).rejects.toMatchObject(late);
    await expect(approvals.breakGlass("boil", { by: "duty physician", hash, reason })).rejects.toMatchObject(late);
    await expect(approvals.withdraw("boil", { by: "writer", reason })).rejects.toMatchObject(late);
    expect(await care.audit.head()).toEqual(head);
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
