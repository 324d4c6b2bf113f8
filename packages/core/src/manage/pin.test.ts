import { PlatformError } from "@carecast/adapter";
import { fakeAdapter, type FakeAdapterOptions } from "@carecast/testing";
import { describe, expect, test } from "vitest";

import { createCarecast, memoryLedger } from "../index.ts";

const narrow: FakeAdapterOptions = { capabilities: { text: { limits: [{ unit: "graphemes", max: 20 }] } } };
const thread = { text: "One two three. Four five six." };
const idsOf = ({ posts }: { readonly posts: readonly { readonly id: string }[] }) => posts.map(({ id }) => id);

function open(options: FakeAdapterOptions = {}) {
  const fake = fakeAdapter(options);
  return { fake, care: createCarecast({ channels: { press: fake }, ledger: memoryLedger() }) };
}

describe("pin", () => {
  test("puts the first part of a thread on top, and nothing else", async () => {
    const { fake, care } = open(narrow);
    const { id, deliveries } = await care.publish(thread, { overflow: "thread" });
    const report = await care.pin(id);
    expect(fake.pinned).toEqual([deliveries[0]?.receipt?.id]);
    expect(report).toMatchObject({ id, ok: true, deliveries: [{ index: 0, count: 2, state: "delivered" }] });
    expect((await care.pin(id)).ok).toBe(true);
  });

  test("pins each language, the first one last, so that it is on top", async () => {
    const fake = fakeAdapter();
    const channels = { press: { adapter: fake, languages: ["en", "es"] } };
    const care = createCarecast({ channels, ledger: memoryLedger() });
    const { id } = await care.publish({
      text: "Open.",
      language: "en",
      variants: { languages: { es: { text: "Abierto." } } },
    });
    const report = await care.pin(id);
    expect(report.deliveries.map(({ language }) => language)).toEqual(["en", "es"]);
    expect(fake.pinned).toEqual(report.deliveries.map(({ receipt }) => receipt?.id));
  });

  test("keeps to the channels that are named", async () => {
    const [press, wards] = [fakeAdapter(), fakeAdapter()];
    const care = createCarecast({ channels: { press, wards }, ledger: memoryLedger() });
    const { id } = await care.publish({ text: "a" });
    await care.pin(id, { channels: ["wards"] });
    expect([press.pinned, wards.pinned]).toEqual([[], idsOf(wards)]);
  });

  test.each(["pin", "unpin"] as const)("%s where the network cannot is reported and not kept", async (act) => {
    const cannot = fakeAdapter({ network: "board", capabilities: { pin: false } });
    const fake = fakeAdapter();
    const care = createCarecast({ channels: { cannot, fake }, ledger: memoryLedger() });
    const { id } = await care.publish({ text: "a" });
    const before = await care.deliveries();
    const report = await care[act](id);
    expect(report.ok).toBe(false);
    const message = expect.stringContaining(`board cannot ${act} a post`) as string;
    expect(report.deliveries[0]).toMatchObject({ state: "delivered", error: { code: "unsupported", message } });
    expect(report.deliveries[1]).not.toHaveProperty("error");
    expect(await care.deliveries()).toEqual(before);
  });

  test.each(["pin", "unpin"] as const)("says why %s failed, and forgets it", async (act) => {
    const { fake, care } = open();
    const { id } = await care.publish({ text: "a" });
    const before = await care.deliveries();
    fake.next(act, new PlatformError("full"));
    expect(await care[act](id)).toMatchObject({ ok: false, deliveries: [{ error: { code: "platform" } }] });
    expect(await care.deliveries()).toEqual(before);
    expect(await care[act](id)).toMatchObject({ ok: true });
  });

  test("an error of an earlier attempt is none of the pin", async () => {
    const { fake, care } = open();
    fake.next("publish", "drop-before");
    const { id, deliveries } = await care.publish({ text: "a" });
    expect(deliveries[0]?.state).toBe("delivered");
    expect((await care.pin(id)).deliveries[0]).not.toHaveProperty("error");
  });

  test("what is not live is not called pinned", async () => {
    const { fake, care } = open();
    fake.next("publish", new PlatformError("locked"));
    const { id } = await care.publish({ text: "a" });
    expect(await care.pin(id)).toMatchObject({ ok: false, deliveries: [{ state: "rejected" }] });
    expect(await care.unpin(id)).toMatchObject({ ok: true, deliveries: [] });
    expect(fake.calls.some(({ method }) => method === "pin" || method === "unpin")).toBe(false);
  });

  test("the rest of a thread whose first part is gone is not pinned in its place", async () => {
    const { fake, care } = open(narrow);
    const { id } = await care.publish(thread, { overflow: "thread" });
    fake.next("retract", new PlatformError("locked"));
    await care.retract(id, { by: "press officer", reason: "Wrong ward." });
    expect(fake.posts).toHaveLength(1);
    expect(await care.pin(id)).toMatchObject({ ok: false, deliveries: [{ index: 0 }] });
    expect(fake.pinned).toEqual([]);
  });

  test("an abort comes out as its reason", async () => {
    const { fake, care } = open();
    const { id } = await care.publish({ text: "a" });
    await expect(care.pin(id, { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
    expect(fake.pinned).toEqual([]);
  });

  test.each(["pin", "unpin"] as const)("%s of a publication that nobody made is an error", async (act) => {
    const { care } = open();
    await expect(care[act]("nothing")).rejects.toMatchObject({ code: "config", path: "id" });
    // @ts-expect-error: the types refuse it too.
    await expect(care[act]("nothing", { chanels: [] })).rejects.toMatchObject({ code: "config", path: "chanels" });
  });
});

describe("unpin", () => {
  test("takes back the pin, twice as well, and leaves other posts pinned", async () => {
    const { fake, care } = open(narrow);
    const [first, second] = [await care.publish(thread, { overflow: "thread" }), await care.publish({ text: "b" })];
    for (const { id } of [first, second]) await care.pin(id);
    for (let time = 0; time < 2; time += 1) expect((await care.unpin(first.id)).ok).toBe(true);
    expect(fake.pinned).toEqual([second.deliveries[0]?.receipt?.id]);
    expect(fake.posts).toHaveLength(3);
  });
});
