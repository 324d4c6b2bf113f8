import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";

import type { MedicineNotice } from "@carecast/core/notices";
import { startSandbox, type Sandbox } from "@carecast/sandbox";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { recall, type Result } from "./recall.ts";

let directory: string;
let sandbox: Sandbox;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "carecast-recall-"));
  sandbox = await startSandbox();
});

afterEach(async () => {
  await sandbox.close();
  rmSync(directory, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs it all; `answers` are typed at a terminal, one for each question. */
async function run(
  argv: readonly string[],
  environment: Record<string, string> = {},
  answers?: readonly string[],
): Promise<Ran> {
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const [printed, complained] = [text(output), text(errors)];
  const input = Object.assign(new PassThrough(), { isTTY: answers !== undefined });
  const left = [...(answers ?? [])];
  errors.on("data", (chunk: Buffer) => {
    if (chunk.toString().includes("Type yes: ")) input.write(`${left.shift() ?? ""}\n`);
  });
  const code = await recall(argv, { environment, input, output, errors });
  output.end();
  errors.end();
  return { code, output: await printed, errors: await complained };
}

function accounts(): Record<string, string> {
  const { mastodon, bluesky } = sandbox;
  return {
    MASTODON_URL: mastodon.baseUrl,
    MASTODON_TOKEN: mastodon.accessToken,
    BLUESKY_SERVICE: bluesky.service,
    BLUESKY_IDENTIFIER: bluesky.identifier,
    BLUESKY_PASSWORD: bluesky.password,
    CARECAST_LEDGER: join(directory, "ledger.sqlite"),
  };
}

const readSample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../notices/${name}.json`, import.meta.url), "utf8")) as Record<string, unknown>;

function write(name: string, value: unknown): string {
  const file = join(directory, name);
  writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
  return file;
}

/** The sample, as if it were issued today. */
function writeNotice(change: object = {}): string {
  const issuedAt = new Date().toISOString();
  const reviewAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
  return write("notice.json", { ...readSample("recall"), issuedAt, reviewAt, ...change });
}

describe("the sample", () => {
  test("is compared, approved, published, ended and recorded", async () => {
    const { code, output, errors } = await run([]);
    expect(errors).toBe("");
    expect(code).toBe(0);
    for (const words of [
      "an aid, never a trigger",
      "The record does not have this lot.",
      "  │ Lots: EX17, EX18, EX21",
      "of 300 graphemes",
      "They find hints and certify nothing",
      "The sandbox plays the approvers: nobody has really looked at this.",
      "chief pharmacist (pharmacist) approves",
      "  │ Ended: Medicine recall: Examplamide 2.5 mg",
      "  │ First notice: Nov 20, 09:00",
      "verify: ok.",
    ])
      expect(output).toContain(words);
    expect(output.match(/Every channel has it\./g)).toHaveLength(2);
  });

  test("prints JSON alone on standard output: what was found, sent and decided", async () => {
    const { code, output, errors } = await run(["--json"]);
    const { crossCheck, first, ended, audit } = JSON.parse(output) as Result;
    expect(code).toBe(0);
    expect(crossCheck.differences.map(({ rule, inNotice }) => [rule, inNotice])).toEqual([["lot-unknown", "EX21"]]);
    for (const published of [first, ended])
      expect(published?.report?.deliveries.map(({ state }) => state)).toEqual(Array(4).fill("delivered"));
    const once = [
      ["press desk", "approval-requested"],
      ["chief pharmacist", "approve"],
      ["head of communications", "approve"],
      ["press desk", "publish"],
    ];
    expect(audit.entries.map(({ by, action }) => [by, action])).toEqual([...once, ...once]);
    expect(audit.verdict).toMatchObject({ ok: true, head: { number: 8 } });
    expect(errors).toContain("receipt");
  });

  test("stops at the texts when asked to", async () => {
    const { code, output } = await run([writeNotice(), "--dry-run"], accounts());
    expect(code).toBe(0);
    expect(output).toContain("of 300 graphemes");
    expect(output).not.toContain("Approvals");
    expect(sandbox.mastodon.posts()).toHaveLength(0);
    expect(sandbox.bluesky.posts()).toHaveLength(0);
  });

  test("says how it is used", async () => {
    const { code, output } = await run(["--help"]);
    expect(code).toBe(0);
    expect(output).toContain("Exit code 0");
  });
});

describe("with accounts", () => {
  test("two people approve at the terminal, and a later run ends it under each post in its language", async () => {
    const notice = writeNotice();
    const first = await run([notice], accounts(), ["yes", "yes"]);
    expect(first.code).toBe(0);
    expect(first.output).not.toContain("The sandbox plays");
    const started = sandbox.mastodon.posts();
    expect(started.map(({ language }) => language).sort()).toEqual(["en", "es"]);

    const { issuedAt } = JSON.parse(readFileSync(notice, "utf8")) as MedicineNotice;
    const { closing } = readSample("ended");
    const ended = write("ended.json", { status: "ended", closing, issuedAt });
    expect((await run([notice, "--ended", ended], accounts(), ["yes", "yes"])).code).toBe(0);
    const answers = sandbox.mastodon.posts().filter(({ inReplyToId }) => inReplyToId !== null);
    const languageOf = (id: string | null) => started.find((post) => post.id === id)?.language;
    expect(answers.map(({ language, inReplyToId }) => [language, languageOf(inReplyToId)]).sort()).toEqual([
      ["en", "en"],
      ["es", "es"],
    ]);
    expect(sandbox.bluesky.posts().filter(({ record }) => record["reply"] !== undefined)).toHaveLength(2);
  });

  test("running it again sends nothing twice", async () => {
    const notice = writeNotice();
    for (const _ of ["first", "second"]) expect((await run([notice], accounts(), ["yes", "yes"])).code).toBe(0);
    expect(sandbox.mastodon.posts()).toHaveLength(2);
    expect(sandbox.bluesky.posts()).toHaveLength(2);
  });

  test("the end of the sample waits for its own run", async () => {
    const { code, output } = await run([], accounts(), ["no"]);
    expect(code).toBe(1);
    expect(output).toContain("chief pharmacist said no. Nothing was sent.");
  });

  test("one no is enough", async () => {
    const { code, output } = await run([writeNotice()], accounts(), ["yes", "no"]);
    expect(code).toBe(1);
    expect(output).toContain("head of communications said no. Nothing was sent.");
    expect(output).toContain("reject");
    expect(sandbox.mastodon.posts()).toHaveLength(0);
  });

  test("nothing is approved where nobody sits at a terminal", async () => {
    const { code, errors } = await run([writeNotice()], accounts());
    expect(code).toBe(2);
    expect(errors).toContain("Nobody is there to approve");
    expect(sandbox.mastodon.posts()).toHaveLength(0);
  });

  test("a network that failed shows in the exit code, and only who has the notice gets its end", async () => {
    const notice = writeNotice();
    const broken = { ...accounts(), MASTODON_TOKEN: "wrong" };
    const { code, output } = await run([notice], broken, ["yes", "yes"]);
    expect(code).toBe(1);
    expect(output).toContain("Not every channel has it.");
    const { issuedAt } = JSON.parse(readFileSync(notice, "utf8")) as MedicineNotice;
    const ended = write("ended.json", { closing: readSample("ended")["closing"], issuedAt });
    expect((await run([notice, "--ended", ended], accounts(), ["yes", "yes"])).code).toBe(0);
    expect(sandbox.mastodon.posts()).toHaveLength(0);
    expect(sandbox.bluesky.posts()).toHaveLength(4);
  });

  test("there is no end of what was never sent", async () => {
    const ended = write("ended.json", readSample("ended"));
    const { code, errors } = await run(["--ended", ended], accounts(), ["yes", "yes"]);
    expect(code).toBe(2);
    expect(errors).toContain("there is nothing to end");
  });
});

describe("a record of openFDA", () => {
  test.each([
    ["that cannot be read", { results: [{ name: "no such record" }] }, "neither an enforcement report"],
    ["that has more lots", { recall_number: "D-0000-2026", code_info: "Lots: EX17, EX99" }, "record: EX99"],
  ])("%s is told and stops nothing", async (_, record, words) => {
    const { code, output } = await run([writeNotice(), write("record.json", record)]);
    expect(output).toContain(words);
    expect(code).toBe(0);
  });

  test("is not needed, and without the end of a notice of one's own there is none", async () => {
    const { code, output } = await run([writeNotice()]);
    expect(code).toBe(0);
    expect(output).not.toContain("openFDA");
    expect(output.match(/Every channel has it\./g)).toHaveLength(1);
  });
});

describe("wrong input", () => {
  test.each([
    ["an unknown option", ["--now"], /now/],
    ["a file that is not there", ["nowhere.json"], /cannot be read/],
    ["three files", ["a.json", "b.json", "c.json"], /one notice/],
  ])("%s ends with 2", async (_, argv, words) => {
    const { code, errors } = await run(argv);
    expect(code).toBe(2);
    expect(errors).toMatch(words);
  });

  test.each<[string, object, RegExp]>([
    ["without lots", { lots: [] }, /lots/],
    ["with an offer", { whatToDo: { en: "Buy now.", es: "Compre ya." } }, /offers/],
    ["with a record number of a patient", { returns: { en: "MRN 00123456", es: "MRN 00123456" } }, /safeguard blocks/],
  ])("a notice %s ends with 2, and nobody is asked", async (_, change, words) => {
    const { code, output, errors } = await run([writeNotice(change)]);
    expect(code).toBe(2);
    expect(errors).toMatch(words);
    expect(output).not.toContain("Approvals");
  });

  test("half an account ends with 2", async () => {
    const { code, errors } = await run([], { MASTODON_URL: sandbox.mastodon.baseUrl });
    expect(code).toBe(2);
    expect(errors).toContain("MASTODON_TOKEN");
  });

  test("a file that is not JSON ends with 2", async () => {
    const { code, errors } = await run([write("notice.json", "{")]);
    expect(code).toBe(2);
    expect(errors).toContain("not JSON");
  });
});
