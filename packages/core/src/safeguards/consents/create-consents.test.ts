import { describe, expect, test } from "vitest";

import { by, reason, setStage, sample, collect } from "./fixtures/stage.ts";

describe("taking a consent down", () => {
  const content = { hash: "a".repeat(64), threads: [{ channel: "press", hash: "b".repeat(64) }] };

  test("twice is harmless, and another under its id is refused", async () => {
    const { consents, care } = setStage();
    const consent = sample(content);
    await Promise.all([consents.record(consent, { by }), consents.record(consent, { by })]);
    const head = await care.audit.head();
    expect(await consents.record({ ...consent }, { by })).toEqual(consent);
    expect(await care.audit.head()).toEqual(head);
    await expect(consents.record({ ...consent, showName: "full" }, { by })).rejects.toMatchObject({
      code: "config",
      path: "id",
    });
    expect(await consents.find("walk")).toEqual(consent);
    expect(await consents.find("run")).toBeUndefined();
    await consents.record({ ...consent, id: "a" }, { by });
    expect((await collect(consents.list())).map(({ id }) => id)).toEqual(["a", "walk"]);
  });

  test("and another one at the same moment: one gets the id", async () => {
    const { consents } = setStage();
    const consent = sample(content);
    const recording = [consent, { ...consent, showName: "full" as const }].map((one) => consents.record(one, { by }));
    const results = await Promise.allSettled(recording);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("is in the trail first, without whom it is about", async () => {
    const { consents, care } = setStage();
    await consents.record(sample(content), { by });
    const [entry] = await collect(care.audit.entries());
    expect(entry).toMatchObject({ by, action: "record-consent", subject: "walk", contentHash: content.hash });
    expect(JSON.stringify(entry)).not.toContain("k-17");
  });

  test("again after it was revoked does not bring it back", async () => {
    const { consents } = setStage();
    await consents.record(sample(content), { by });
    await consents.revoke("walk", { by, reason });
    expect(await consents.record(sample(content), { by })).toHaveProperty("revoked");
  });

  test.each<[string, object]>([
    ["retentionUntil", { retentionUntil: "2031-12-01T09:59:59Z" }],
    ["expiresAt", { expiresAt: "2025-12-01T11:00:00+01:00" }],
    ["signedBy", { subjectIs: "minor", signedBy: "self", turnsAdultAt: "2030-01-01T00:00:00Z" }],
    ["signedBy", { subjectIs: "minor", signedBy: "nextOfKin", turnsAdultAt: "2030-01-01T00:00:00Z" }],
    ["signedBy", { signedBy: "parent", representativeAuthority: "mother" }],
    ["signedBy", { subjectIs: "deceased" }],
    ["signedBy", { subjectIs: "incapacitated" }],
    ["turnsAdultAt", { subjectIs: "minor", signedBy: "parent", representativeAuthority: "mother" }],
    ["turnsAdultAt", { turnsAdultAt: "2030-01-01T00:00:00Z" }],
    ["representativeAuthority", { subjectIs: "incapacitated", signedBy: "guardian" }],
    ["id", { id: "a b" }],
    ["items", { items: [] }],
    ["items[0]", { items: ["voice"] }],
    ["networks", { networks: [] }],
    ["purposes[0]", { purposes: ["fun"] }],
    ["content.hash", { content: { ...content, hash: "x" } }],
    ["content.threads", { content: { ...content, threads: [] } }],
    ["others[0]", { others: ["a b"] }],
    ["signedAt", { signedAt: "2025-02-30T00:00:00Z" }],
    ["revokedAt", { revokedAt: "2026-01-01T00:00:00Z" }],
  ])("is refused where it is no authorisation: %s", async (path, changes) => {
    const { consents } = setStage();
    const consent = { ...sample(content), ...changes };
    await expect(consents.record(consent, { by })).rejects.toMatchObject({ code: "config", path });
    expect(await collect(consents.list())).toEqual([]);
  });

  test("six years to the day are enough, and somebody has to be named", async () => {
    const { consents } = setStage();
    await expect(consents.record(sample(content), { by: "" })).rejects.toMatchObject({ path: "by" });
    await consents.record({ ...sample(content), retentionUntil: "2031-12-01T10:00:00Z" }, { by });
    for (const [id, subjectIs, signedBy] of [
      ["d", "deceased", "nextOfKin"],
      ["i", "incapacitated", "guardian"],
    ] as const)
      await consents.record({ ...sample(content), id, subjectIs, signedBy, representativeAuthority: "by law" }, { by });
  });
});
