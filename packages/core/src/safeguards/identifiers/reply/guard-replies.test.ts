import { inspect } from "node:util";
import { describe, expect, test } from "vitest";

import { contentKinds } from "../../../models/content-kind.ts";
import type { Outgoing, OutgoingPart } from "../../safeguard.ts";
import { askSafeguard, threadOf } from "../fixtures/ask-safeguard.ts";
import { guardReplies } from "./guard-replies.ts";
import { replyRules } from "./reply-rules.ts";

const text = "We are sorry about your visit.";

async function told(outgoing: Partial<Outgoing>, safeguard = guardReplies()): Promise<readonly string[]> {
  const found = await askSafeguard(safeguard, outgoing);
  return found.map(({ rule, level, path }) => `${rule} ${level} ${path}`);
}

test("a finding says where, what is wrong and what to do", async () => {
  const threads = [threadOf([text], { language: "en" }), threadOf([text], { channel: "wards" })];
  const one = {
    rule: "replies.your-care",
    level: "block",
    path: "parts[0].text",
    start: 19,
    end: 29,
    message:
      "Confirms or denies that somebody is or was a patient here. Give the same answer as to everyone: general policy, and a private way to write or call.",
  };
  expect(await askSafeguard(guardReplies(), { isReply: true, threads })).toEqual([
    { ...one, channel: "press", language: "en" },
    { ...one, channel: "wards" },
  ]);
});

describe("only answers are read", () => {
  test.each([
    [true, ["post", "reply"]],
    [false, ["reply"]],
  ])("where the publication answers a post: %s", async (isReply, expected) => {
    const read: string[] = [];
    for (const kind of contentKinds)
      if ((await told({ kind, isReply, threads: [threadOf([text])] })).length > 0) read.push(kind);
    expect(read).toEqual(expected);
  });
});

describe("everything that readers see of an answer is read", () => {
  const picture = { kind: "image", mimeType: "image/png", mediaId: "1", alt: text } as const;
  const poll = { options: ["Yes", text], closesAt: "2026-03-01T12:00:00Z", multiple: false };
  test.each<[string, Partial<OutgoingPart>]>([
    ["contentWarning", { contentWarning: text }],
    ["media[0].alt", { media: [picture] }],
    ["card.title", { card: { url: "https://example.org/", title: text } }],
    ["poll.options[1]", { poll }],
  ])("%s", async (path, more) => {
    const part: OutgoingPart = { text: "Good morning.", audience: "public", media: [], ...more };
    const threads = [threadOf([], { parts: [part] })];
    expect(await told({ isReply: true, threads })).toEqual([`replies.your-care block parts[0].${path}`]);
  });

  test("a phrase that goes on in the next part, where it begins", async () => {
    const threads = [threadOf(["We are sorry about your (1/2)", "(2/2) visit."])];
    expect(await askSafeguard(guardReplies(), { isReply: true, threads })).toEqual([
      expect.objectContaining({ rule: "replies.your-care", path: "parts[0].text", start: 19, end: 23 }),
    ]);
  });
});

describe("names of the comment", () => {
  const threads = [threadOf(["Dear Orla Testerson, thank you for writing."])];
  const names = new Map([["answer-7", ["Orla Testerson"]]]);

  test.each<[string, (id: string) => readonly string[] | Promise<readonly string[]>]>([
    ["at once", (id) => names.get(id) ?? []],
    ["later", (id) => Promise.resolve(names.get(id) ?? [])],
  ])("are asked for by the id of the publication, answered %s", async (_when, find) => {
    const safeguard = guardReplies({ names: find });
    const outgoing = { isReply: true, threads };
    expect(await told({ ...outgoing, publicationId: "answer-8" }, safeguard)).toEqual([]);
    expect(await told({ ...outgoing, publicationId: "answer-7" }, safeguard)).toEqual([
      "replies.name block parts[0].text",
    ]);
    expect(await told({ ...outgoing, publicationId: "answer-8" }, safeguard)).toEqual([]);
  });

  test("are not asked for where nothing is answered", async () => {
    const refuse = (): never => {
      throw new Error("asked");
    };
    expect(await told({ threads }, guardReplies({ names: refuse }))).toEqual([]);
    await expect(told({ isReply: true, threads }, guardReplies({ names: refuse }))).rejects.toThrow("asked");
  });

  test("are in no finding", async () => {
    const safeguard = guardReplies({ names: () => ["Orla Testerson"] });
    const found = await askSafeguard(safeguard, { isReply: true, threads });
    expect(inspect([found, safeguard], { depth: 9, showHidden: true })).not.toMatch(/orla|testerson/i);
  });
});

test("the same answer for everyone passes", async () => {
  const answer =
    "We take every comment seriously. Privacy law does not let us talk about anyone's care here. Please call (415) 555-0132.";
  expect(await told({ kind: "reply", isReply: true, threads: [threadOf([answer])] })).toEqual([]);
});

test("each rule has a name of its own", () => {
  expect(new Set(replyRules.map(({ rule }) => rule)).size).toBe(replyRules.length);
});

test.each([
  ["people", { people: [] }],
  ["names", { names: ["Orla"] }],
])("a wrong option is named: %s", (path, options) => {
  expect(() => guardReplies(options as object)).toThrow(expect.objectContaining({ code: "config", path }));
});
