import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";

import { contentKinds } from "../../models/content-kind.ts";
import type { OutgoingThread, Safeguard } from "../safeguard.ts";
import { askSafeguard, threadOf } from "./fixtures/ask-safeguard.ts";
import { readVectors } from "./fixtures/read-vectors.ts";
import { scanIdentifiers } from "./scan-identifiers.ts";

const ssn = "212-45-6781";

/** Rules and levels alone, of one thread. */
async function told(thread: OutgoingThread, safeguard = scanIdentifiers()): Promise<readonly string[]> {
  const found = await askSafeguard(safeguard, { threads: [thread] });
  return found.map(({ rule, level }) => `${rule} ${level}`);
}

describe("a finding", () => {
  test("says where, what it looks like and what to do", async () => {
    const threads = [threadOf(["Good morning.", `The form shows ${ssn}.`], { language: "en" })];
    expect(await askSafeguard(scanIdentifiers(), { threads })).toEqual([
      {
        rule: "identifiers.ssn.separated",
        level: "block",
        path: "parts[1].text",
        start: 15,
        end: 26,
        channel: "press",
        language: "en",
        message: "Looks like a social security or tax number. Take it out.",
      },
    ]);
  });

  test("names no language where the thread has none", async () => {
    const [found] = await askSafeguard(scanIdentifiers(), { threads: [threadOf([ssn])] });
    expect(found).not.toHaveProperty("language");
  });

  test("comes once for each thread that has it, and names its channel and language", async () => {
    const threads = [
      threadOf([ssn], { channel: "a", language: "en" }),
      threadOf([ssn], { channel: "b", language: "en" }),
      threadOf(["All is well."], { channel: "c" }),
      threadOf([`Es ${ssn}`], { channel: "a", language: "es" }),
    ];
    const found = await askSafeguard(scanIdentifiers(), { threads });
    expect(found.map(({ channel, language, start }) => [channel, language, start])).toEqual([
      ["a", "en", 0],
      ["b", "en", 0],
      ["a", "es", 3],
    ]);
  });

  test("says that an identifier goes on in the next part", async () => {
    const threads = [threadOf(["The number is 212-45-", "6781 and no other."])];
    expect(await askSafeguard(scanIdentifiers(), { threads })).toEqual([
      expect.objectContaining({
        ...{ path: "parts[0].text", start: 14, end: 21 },
        message: "Looks like a social security or tax number, split over parts of the thread. Take it out.",
      }),
    ]);
  });

  test("never holds what was found, and neither does the safeguard", async () => {
    const safeguard = scanIdentifiers({ countries: ["US", "GB"] });
    let count = 0;
    for (const { text, expected } of readVectors()) {
      const found = await askSafeguard(safeguard, { threads: [threadOf([text])] });
      count += found.length;
      const shown = JSON.stringify(found.map(({ rule, message }) => ({ rule, message })));
      for (const { start, end } of expected)
        if (end - start > 3) expect(shown).not.toContain(JSON.stringify(text.slice(start, end)).slice(1, -1));
      for (const { message } of found) expect(message).toMatch(/^[A-Z][^.]+\. [A-Z].+\.$/);
    }
    expect(count).toBeGreaterThan(200);
    await askSafeguard(safeguard, { threads: [threadOf([ssn])] });
    expect(inspect(safeguard, { depth: 9, showHidden: true })).not.toContain(ssn);
  });
});

test("a lot or serial number passes in notices about products, and in no others", async () => {
  const threads = [threadOf(["Serial no. 448-2213 is recalled."])];
  const safeguard = scanIdentifiers();
  const silent: string[] = [];
  for (const kind of contentKinds)
    if ((await askSafeguard(safeguard, { kind, threads })).length === 0) silent.push(kind);
  expect(silent).toEqual(["medicineNotice", "supplyNotice", "appearanceNotice"]);
});

describe("what was read is remembered", () => {
  /** How often a text that begins with `Watched` is read: each reading writes it in lower case once. */
  const countScans = async (safeguard: Safeguard, threads: readonly OutgoingThread[]): Promise<number> => {
    const lower = vi.spyOn(String.prototype, "toLowerCase");
    await askSafeguard(safeguard, { threads });
    const scans = lower.mock.contexts.filter((text) => String(text).startsWith("Watched")).length;
    lower.mockRestore();
    return scans;
  };
  const ten = (text: string): readonly OutgoingThread[] =>
    Array.from({ length: 10 }, (_, index) => threadOf([text], { channel: `channel${index}` }));

  test("the same words on ten channels are read once, and not again before they leave", async () => {
    const safeguard = scanIdentifiers();
    expect(await countScans(safeguard, ten(`Watched ${ssn}`))).toBe(1);
    expect(await countScans(safeguard, ten(`Watched ${ssn}`))).toBe(0);
    expect(await countScans(safeguard, ten("Watched, and other words"))).toBe(1);
    expect(await told(threadOf([`Watched ${ssn}`]), safeguard)).toEqual(["identifiers.ssn.separated block"]);
  });

  test("safeguards with other options remember nothing of each other", async () => {
    const text = `Watched ${ssn}`;
    expect(await told(threadOf([text]), scanIdentifiers())).toHaveLength(1);
    expect(await told(threadOf([text]), scanIdentifiers({ allow: { ssn: [ssn] } }))).toEqual([]);
  });
});

test("an unknown kind in the allow list is named", () => {
  expect(() => scanIdentifiers({ allow: { telephone: ["1"] } as object })).toThrow(
    expect.objectContaining({
      code: "config",
      path: "allow.telephone",
      message: expect.stringContaining("allow.telephone: is not known here") as string,
    }),
  );
});
