import { fakeAdapter, manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { plainPng } from "../media/fixtures/png.ts";
import { createCarecast, memoryLedger, type Content, type Outgoing, type PublishOptions } from "../index.ts";
import { hashOutgoing, hashThread } from "./hash-outgoing.ts";

function setHub() {
  const press = fakeAdapter();
  const wards = fakeAdapter();
  const asked: Outgoing[] = [];
  const safeguards = [
    {
      name: "watch",
      check: (outgoing: Outgoing) => {
        asked.push(outgoing);
        return [];
      },
    },
  ];
  const channels = { press: { adapter: press, languages: ["en", "es"] }, wards };
  const care = createCarecast({ channels, ledger: memoryLedger(), clock: manualClock(), safeguards });
  return { care, press, asked };
}

const picture = (alt: string, width = 5) => ({ bytes: plainPng([], width), alt });
const post = {
  text: "Clinic open",
  language: "en",
  variants: { languages: { es: { text: "Clínica abierta" } } },
};
const base: Content = { post: { ...post, media: [picture("A door")] }, kind: "serviceNotice" };
const hashOf = async (content: Content, options?: PublishOptions<"press" | "wards">): Promise<string> =>
  (await setHub().care.review(content, options)).hash;

describe("care.review", () => {
  test("is the plan, the findings and the hashes, and sends and stores nothing", async () => {
    const { care, press } = setHub();
    const review = await care.review(base);
    expect(review).toMatchObject({ kind: "serviceNotice", findings: [], plan: { ok: true } });
    expect(review.threads.map(({ channel, language }) => [channel, language])).toEqual([
      ["press", "en"],
      ["press", "es"],
      ["wards", "en"],
    ]);
    expect(review.threads.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    expect(press.posts).toEqual([]);
    expect(await care.deliveries()).toEqual([]);
  });

  test("hashes what leaves: the same as safeguards see when it is published, and each thread when it is sent", async () => {
    const { care, asked } = setHub();
    const review = await care.review(base);
    asked.length = 0;
    await care.publish(base);
    const [whole, ...sent] = asked;
    const threadHashes = await Promise.all(whole!.threads.map(hashThread));
    expect(threadHashes).toEqual(review.threads.map(({ hash }) => hash));
    expect(await hashOutgoing(whole!.kind, threadHashes)).toBe(review.hash);
    const sentHashes = await Promise.all(sent.map(({ threads }) => hashThread(threads[0]!)));
    expect(sentHashes.toSorted()).toEqual(threadHashes.toSorted());
  });

  test("an equal content has an equal hash, whatever it is called and whenever it goes", async () => {
    const first = await hashOf(base, { id: "one" });
    expect(await hashOf(base, { id: "two", at: "2027-01-01T00:00:00Z", tags: ["x"] })).toBe(first);
    expect(await hashOf(base, { channels: ["wards", "press"] })).toBe(first);
    const named = { ...base, post: { ...post, media: [{ bytes: new File([plainPng()], "x.png"), alt: "A door" }] } };
    expect(await hashOf(named)).toBe(first);
  });

  test.each<[string, Content, PublishOptions<"press" | "wards">?]>([
    ["text", { ...base, post: { ...post, text: "Clinic Open", media: [picture("A door")] } }],
    [
      "translation",
      { ...base, post: { ...post, variants: { languages: { es: { text: "Abierta" } } }, media: [picture("A door")] } },
    ],
    ["description", { ...base, post: { ...post, media: [picture("A gate")] } }],
    ["picture", { ...base, post: { ...post, media: [picture("A door", 6)] } }],
    ["kind", { ...base, kind: "closureNotice" }],
    ["audience", { ...base, post: { ...post, audience: "unlisted", media: [picture("A door")] } }],
    ["channels", base, { channels: ["press"] }],
    ["answered post", base, { replyTo: { wards: { id: "7" } } }],
  ])("another %s is another hash", async (_, content, options) => {
    expect(await hashOf(content, options)).not.toBe(await hashOf(base));
  });

  test("asks the safeguards what they would find, and says that nothing is published", async () => {
    const moments: string[] = [];
    const safeguards = [
      { name: "watch", check: (_: Outgoing, { moment }: { moment: string }) => (moments.push(moment), []) },
    ];
    const care = createCarecast({ channels: { press: fakeAdapter() }, ledger: memoryLedger(), safeguards });
    await care.review({ text: "Open." });
    await care.publish({ text: "Open." });
    expect(moments).toEqual(["review", "publish", "send"]);
  });

  test("refuses what publish would refuse", async () => {
    const { care } = setHub();
    await expect(care.review({ text: "" })).rejects.toMatchObject({ code: "invalid-post" });
    await expect(care.review(base, { channels: ["nobody"] } as never)).rejects.toMatchObject({ path: "channels[0]" });
    await expect(care.review({ ...base, kind: "party" } as never)).rejects.toMatchObject({ path: "kind" });
    await expect(care.review({ post: { ...post, text: 7 }, kind: "post" } as never)).rejects.toMatchObject({
      path: "post.text",
    });
  });
});
