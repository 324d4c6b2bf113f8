import { LedgerError } from "@carecast/adapter";
import { fakeAdapter } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { setScene, type Check } from "../../test/guard-scene.ts";
import { collect, finish } from "../../test/stage.ts";
import { createCarecast, memoryLedger, type Finding, type SafeguardFact } from "../index.ts";
import { plainPng } from "../media/fixtures/png.ts";

const block: Finding = { level: "block", rule: "words.secret", path: "parts[0].text", message: "holds a secret." };
const blockSecrets: Check = ({ threads }) =>
  threads.flatMap(({ channel, parts }) =>
    parts.some(({ text }) => text.includes("secret")) ? [{ ...block, channel }] : [],
  );
const channels = ["press", "wards"] as const;

describe("before anything is journaled", () => {
  test("a block stops everything on every channel, and says where without the words", async () => {
    const { care, fakes } = setScene(blockSecrets);
    const facts: SafeguardFact[] = [];
    care.events.on("content-blocked", (fact) => facts.push(fact));
    const publishing = care.publish({ text: "The secret of room 7." }, { id: "p", channels });
    await expect(publishing).rejects.toMatchObject({
      code: "blocked",
      outcome: "not-sent",
      violations: [
        { rule: "words.secret", path: "parts[0].text", channel: "press" },
        { rule: "words.secret", channel: "wards" },
      ],
    });
    await publishing.catch((error: Error) => expect(error.message).not.toContain("room 7"));
    expect(await care.deliveries()).toEqual([]);
    expect(fakes.press.posts).toEqual([]);
    expect(facts).toMatchObject([{ publicationId: "p", rules: "words.secret", channels: "press wards" }]);
    expect((await care.publish({ text: "No words." }, { id: "p", channels })).ok).toBe(true);
  });

  test("beside a block, the fact names only what blocks", async () => {
    const { care } = setScene(() => [{ ...block, level: "warn", rule: "words.hint" }, block]);
    const facts: SafeguardFact[] = [];
    care.events.on("content-blocked", (fact) => facts.push(fact));
    await expect(care.publish({ text: "Hello." })).rejects.toMatchObject({ violations: [{ rule: "words.secret" }] });
    expect(facts).toMatchObject([{ rules: "words.secret" }]);
  });

  test("a warning lets it pass and is in the report", async () => {
    const { care, fakes } = setScene(() => [{ ...block, level: "warn" }]);
    const told: SafeguardFact[] = [];
    care.events.on("content-warned", (fact) => told.push(fact));
    const report = await care.publish({ text: "Hello." }, { channels: ["press"] });
    expect(report).toMatchObject({ ok: true, findings: [{ level: "warn", rule: "words.secret" }] });
    expect(told).toMatchObject([{ rules: "words.secret", channels: "" }]);
    expect(fakes.press.posts).toHaveLength(1);
  });

  test("is asked about every thread as readers get it, with what people said about it", async () => {
    const { care, asked } = setScene(() => []);
    const photo = new File([smallPicture()], "jane.png");
    await care.publish(
      {
        post: {
          text: "One",
          language: "en",
          media: [{ bytes: photo, alt: "A door" }],
          variants: { channels: { wards: { text: "Two" } } },
        },
        kind: "story",
      },
      {
        id: "p",
        channels,
        approval: "a1",
        consents: ["c1"],
        purpose: "story",
        replyTo: { wards: { root: { id: "r" }, parent: { id: "q" } } },
      },
    );
    expect(asked[0]).toMatchObject({
      moment: "publish",
      outgoing: {
        publicationId: "p",
        kind: "story",
        isReply: true,
        safety: { approval: "a1", consents: ["c1"], purpose: "story" },
        threads: [
          {
            channel: "press",
            language: "en",
            parts: [{ text: "One", media: [{ alt: "A door", fileName: "jane.png" }] }],
          },
          { channel: "wards", answers: "q", parts: [{ text: "Two", media: [] }] },
        ],
      },
    });
    const sent = asked.slice(1).map(({ moment, outgoing }) => {
      const { isReply, safety, threads } = outgoing;
      return { moment, isReply, purpose: safety.purpose, threads: threads.map(({ channel }) => channel) };
    });
    expect(sent.toSorted((one, other) => Number(one.isReply) - Number(other.isReply))).toEqual([
      { moment: "send", isReply: false, purpose: "story", threads: ["press"] },
      { moment: "send", isReply: true, purpose: "story", threads: ["wards"] },
    ]);
  });

  test("a safeguard that fails has not said yes, and its words stay with it", async () => {
    const { care } = setScene(() => {
      throw new Error("the text was: secret");
    });
    const publishing = care.publish({ text: "Hello." }, { override: two("words.failed") });
    await expect(publishing).rejects.toMatchObject({ code: "blocked", violations: [{ rule: "words.failed" }] });
    await publishing.catch((error: Error) => expect(error.message).not.toContain("secret"));
  });

  test("a ledger that fails is not taken for a no", async () => {
    const { care } = setScene(() => {
      throw new LedgerError("down", { retryable: true });
    });
    await expect(care.publish({ text: "Hello." })).rejects.toMatchObject({ code: "ledger", retryable: true });
  });
});

const two = (...rules: string[]) => ({ rules, by: "Ana Ruiz", second: "B. Osei", reason: "the name is a street" });

describe("an override", () => {
  test("of two people lets it pass, now and at send time, and is in the trail before it leaves", async () => {
    const { care, fakes } = setScene(blockSecrets);
    const report = await care.publish(
      { text: "secret" },
      { id: "p", channels: ["press"], override: two("words.secret") },
    );
    expect(report).toMatchObject({ ok: true, findings: [{ rule: "words.secret" }] });
    expect(fakes.press.posts).toHaveLength(1);
    const { hash } = await care.review({ text: "secret" }, { channels: ["press"] });
    expect(await collect(care.audit.entries())).toMatchObject([
      {
        by: "Ana Ruiz",
        action: "override",
        subject: "p",
        reason: "the name is a street",
        contentHash: hash,
        facts: { second: "B. Osei", rules: "words.secret" },
      },
    ]);
  });

  test("is in the trail where nobody has safeguards yet", async () => {
    const { care } = setScene();
    await care.publish({ text: "Open." }, { channels: ["press"], override: two("words.secret") });
    expect(await care.audit.head()).toMatchObject({ number: 1 });
  });

  test("of other rules, or of what is final, changes nothing", async () => {
    const { care } = setScene(blockSecrets);
    await expect(care.publish({ text: "secret" }, { override: two("words.other") })).rejects.toMatchObject({
      code: "blocked",
    });
    const final = setScene(() => [{ ...block, final: true }]);
    await expect(final.care.publish({ text: "x" }, { override: two("words.secret") })).rejects.toMatchObject({
      code: "blocked",
    });
    expect(await care.audit.head()).toMatchObject({ number: 0 });
  });

  test.each(["Ana Ruiz", " ana  RUIZ ", "Ａｎａ Ｒｕｉｚ"])(
    "of one person under the name %j is refused",
    async (second) => {
      const { care } = setScene(blockSecrets);
      await expect(
        care.publish({ text: "secret" }, { override: { ...two("words.secret"), second } }),
      ).rejects.toMatchObject({ code: "config", path: "override.second" });
    },
  );
});

describe("at send time", () => {
  const at = "2026-01-01T00:10:00Z";

  test("what has become wrong since is rejected, whole, and the rest of its thread with it", async () => {
    let allowed = true;
    const { care, fakes, clock } = setScene(() => (allowed ? [] : [block]), {
      capabilities: { text: { limits: [{ unit: "graphemes", max: 16 }] }, threads: true },
    });
    await care.publish(
      { text: "One two three. Four five six." },
      { id: "p", channels: ["press"], at, overflow: "thread" },
    );
    await care.publish({ text: "Other." }, { id: "q", channels: ["wards"], at });
    allowed = false;
    await care.start();
    await clock.advance(1_200_000);
    expect(await care.deliveries({ publicationId: "p" })).toMatchObject([
      { state: "rejected", attempts: 0, error: { code: "blocked", outcome: "not-sent" } },
      { state: "rejected" },
    ]);
    expect(fakes.press.posts).toEqual([]);
    expect(fakes.wards.posts).toEqual([]);
    await care.close();
  });

  test("an override holds for what was overridden", async () => {
    const { care, fakes, clock } = setScene(blockSecrets);
    await care.publish({ text: "secret" }, { channels: ["press"], at, override: two("words.secret") });
    await care.start();
    await clock.advance(1_200_000);
    expect(fakes.press.posts).toHaveLength(1);
    await care.close();
  });

  test.each([
    ["drop-after", "delivered", 1],
    ["drop-before", "cancelled", 0],
  ] as const)("what may be live already (%s) is looked for and not sent again", async (fault, state, posts) => {
    let allowed = true;
    const { care, fakes, clock } = setScene(() => (allowed ? [] : [block]), {
      capabilities: { repeat: { lever: "none", find: "certain" } },
    });
    fakes.press.next("publish", fault);
    fakes.press.next("find", "unreachable", "unreachable", "unreachable", "unreachable");
    await care.start();
    const report = await finish(clock, care.publish({ text: "Hello." }, { id: "p", channels: ["press"] }));
    expect(report.deliveries).toMatchObject([{ state: "unknown" }]);
    allowed = false;
    await clock.advance(600_000);
    expect(await care.deliveries()).toMatchObject([{ state, attempts: 1 }]);
    expect(fakes.press.posts).toHaveLength(posts);
    await care.close();
  });

  test("is asked again about what a hold has kept", async () => {
    let allowed = true;
    const { care, fakes, clock } = setScene(() => (allowed ? [] : [block]));
    await care.start();
    const { hold } = await care.hold({ scope: "everything", by: "officer", reason: "storm" });
    await care.publish({ text: "Fair." }, { channels: ["press"] });
    allowed = false;
    await care.release(hold.id, { by: "officer", reason: "over" });
    await clock.advance(120_000);
    expect(await care.deliveries()).toMatchObject([{ state: "rejected", error: { code: "blocked" } }]);
    expect(fakes.press.posts).toEqual([]);
    await care.close();
  });
});

describe("revise", () => {
  test("is read first, and changes nothing when it is blocked", async () => {
    const { care, fakes } = setScene(blockSecrets);
    await care.publish({ text: "Open." }, { id: "p", channels: ["press"] });
    await expect(care.revise("p", { text: "secret" }, { channels: ["press"] })).rejects.toMatchObject({
      code: "blocked",
    });
    expect(fakes.press.posts[0]?.text).toBe("Open.");
    const override = two("words.secret");
    expect(await care.revise("p", { text: "secret" }, { channels: ["press"], override })).toMatchObject({ ok: true });
    expect(await care.audit.head()).toMatchObject({ number: 1 });
  });

  test("keeps the kind of what is live, and asks for an approval of its own", async () => {
    const { care, asked } = setScene(() => []);
    const post = { text: "CORRECTION" };
    await care.publish(
      { post, kind: "correction" },
      { id: "p", channels: ["press"], approval: "old", consents: ["c"] },
    );
    await care.revise("p", { text: "Other." }, { channels: ["press"], approval: "new" });
    expect(asked.at(-1)?.outgoing).toMatchObject({ kind: "correction", safety: { approval: "new", consents: ["c"] } });
    await care.revise("p", { text: "Other." }, { channels: ["press"] });
    expect(asked.at(-1)?.outgoing.safety).toEqual({ consents: ["c"] });
  });
});

describe("createCarecast", () => {
  test("refuses what is no safeguard", () => {
    const options = { channels: { press: fakeAdapter() }, ledger: memoryLedger(), safeguards: [{ name: "x" }] };
    expect(() => createCarecast(options as never)).toThrow(expect.objectContaining({ path: "safeguards[0]" }));
  });
});

function smallPicture(): Blob {
  return new Blob([plainPng()]);
}
