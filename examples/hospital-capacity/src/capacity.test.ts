import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";

import { startSandbox, type Sandbox } from "@carecast/sandbox";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { capacity, type Result } from "./capacity.ts";

let directory: string;
let sandbox: Sandbox;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "carecast-capacity-"));
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
  const code = await capacity(argv, { environment, input, output, errors });
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

const minutesFromNow = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

/** Statuses whose facts are a few minutes old, each newer than the one before. */
function writeStatuses(...changes: readonly object[]): string {
  const lines = changes.map((change, index) =>
    JSON.stringify({
      asOf: minutesFromNow(index - 10),
      validUntil: minutesFromNow(120),
      emsTraffic: "Normal",
      facilityStatus: "Normal",
      ...change,
    }),
  );
  return write(lines.join("\n"));
}

function write(content: string): string {
  const file = join(directory, "statuses.jsonl");
  writeFileSync(file, content);
  return file;
}

const diverted = { emsTraffic: "Closed" };

describe("the sample", () => {
  test("says three words of nine, has the diversion approved, and says why it leaves the others", async () => {
    const { code, output, errors } = await run([]);
    expect(errors).toBe("");
    expect(code).toBe(0);
    for (const words of [
      "The word is busy: changed from open",
      "A serviceNotice needs nobody's approval.",
      "  │ Free beds: intensive care for adults – none; children – few",
      "The sandbox plays the approvers: nobody has really looked at this.",
      "duty physician (clinical) approves",
      "The word is open: back to normal after ambulances-diverted: always said",
      "unchanged: still busy",
      "too old: the facts are 75 minutes old",
      "too soon after the last post",
      "verify: ok.",
    ])
      expect(output).toContain(words);
    expect(output.match(/Every channel has it\./g)).toHaveLength(3);
  });

  test("prints JSON alone on standard output", async () => {
    const { code, output } = await run(["--json"]);
    const { statuses, audit } = JSON.parse(output) as Result;
    expect(code).toBe(0);
    expect(statuses.filter(({ say }) => say).map(({ word, review }) => [word, review?.kind])).toEqual([
      ["busy", "serviceNotice"],
      ["ambulances-diverted", "closureNotice"],
      ["open", "serviceNotice"],
    ]);
    expect(audit.entries.map(({ action }) => action)).toEqual(["approval-requested", "approve", "approve", "publish"]);
    expect(audit.verdict.ok).toBe(true);
  });

  test("names no number of people or beds", async () => {
    const { output } = await run(["--json"]);
    const { statuses } = JSON.parse(output) as Result;
    const texts = statuses.flatMap(({ review }) => review?.plan.targets ?? []).flatMap(({ parts }) => parts);
    expect(texts).toHaveLength(12);
    for (const { text: post } of texts) expect(post).not.toMatch(/\d+ (?:beds|patients|camas|pacientes)/);
  });

  test("would say the same three words in a rehearsal", async () => {
    const { code, output } = await run(["--dry-run"]);
    expect(code).toBe(0);
    expect(output.match(/would be/g)).toHaveLength(3);
    expect(output).not.toContain("Receipts");
  });

  test("says how it is used", async () => {
    const { code, output } = await run(["--help"]);
    expect(code).toBe(0);
    expect(output).toContain("Exit code 0");
  });
});

test("what would be said is shown and not sent", async () => {
  const { code, output } = await run([writeStatuses(diverted), "--dry-run"], accounts());
  expect(code).toBe(0);
  expect(output).toContain("would be");
  expect(sandbox.mastodon.posts()).toHaveLength(0);
  // Nor does the next run believe that it was said.
  expect((await run([writeStatuses(diverted)], accounts(), ["yes", "yes"])).code).toBe(0);
  expect(sandbox.mastodon.posts()).toHaveLength(2);
});

describe("with accounts", () => {
  test("a diversion takes two people, and its end, under the same post, nobody", async () => {
    expect((await run([writeStatuses(diverted)], accounts(), ["yes", "yes"])).code).toBe(0);
    const [first] = sandbox.mastodon.posts().filter(({ language }) => language === "es");
    expect((await run([writeStatuses(diverted, {})], accounts(), [])).code).toBe(0);
    const last = sandbox.mastodon.posts().find(({ text: post }) => post.includes("abierto como siempre"));
    expect(last?.inReplyToId).toBe(first?.id);
    expect(sandbox.bluesky.posts().filter(({ record }) => record["reply"] !== undefined)).toHaveLength(2);
  });

  test("the same statuses again say nothing", async () => {
    const statuses = writeStatuses({ emsTraffic: "Advisory" }, diverted);
    expect((await run([statuses], accounts(), ["yes", "yes"])).code).toBe(0);
    const { code, output } = await run([statuses], accounts(), []);
    expect(code).toBe(0);
    expect(output.match(/too old: newer facts came before/g)).toHaveLength(2);
    expect(sandbox.mastodon.posts()).toHaveLength(4);
  });

  test("what one person does not approve is not said, and asked again with the next status", async () => {
    const { code, output } = await run([writeStatuses(diverted, diverted)], accounts(), ["yes", "no", "yes", "yes"]);
    expect(code).toBe(1);
    expect(output).toContain("head of communications said no. Nothing was sent.");
    expect(output).toContain("not approved");
    expect(sandbox.mastodon.posts()).toHaveLength(2);
  });

  test("nothing is approved where nobody sits at a terminal", async () => {
    const { code, errors } = await run([writeStatuses(diverted)], accounts());
    expect(code).toBe(2);
    expect(errors).toContain("Nobody is there to approve");
  });

  test("a channel that missed a word gets it with the next status, and only that one", async () => {
    const broken = { ...accounts(), MASTODON_TOKEN: "wrong" };
    const { code, output } = await run([writeStatuses({ emsTraffic: "Advisory" })], broken, []);
    expect(code).toBe(1);
    expect(output).toContain("not everywhere");
    const busy = { emsTraffic: "Advisory" };
    expect((await run([writeStatuses(busy, busy)], accounts(), [])).code).toBe(0);
    expect(sandbox.mastodon.posts()).toHaveLength(2);
    expect(sandbox.bluesky.posts()).toHaveLength(2);
  });
});

describe("wrong input", () => {
  test.each([
    ["an unknown option", ["--now"], /now/],
    ["a file that is not there", ["nowhere.jsonl"], /cannot be read/],
    ["two files", ["a.jsonl", "b.jsonl"], /one file/],
  ])("%s ends with 2", async (_, argv, words) => {
    const { code, errors } = await run(argv);
    expect(code).toBe(2);
    expect(errors).toMatch(words);
  });

  test.each<[string, object, RegExp]>([
    ["without an end", { validUntil: undefined }, /Line 2: .*validUntil/],
    ["that counts beds", { beds: [{ type: "AdultICU", band: 3 }] }, /Line 2: .*beds/],
    ["that counts patients", { details: { en: "40 patients wait.", es: "Esperan 40 pacientes." } }, /Publish bands/],
    ["that turns people away", { details: { en: "Do not come.", es: "No venga." } }, /not to come/],
    ["that came at no time", { receivedAt: "soon" }, /Line 2: receivedAt/],
    ["with its own languages", { languages: ["en"] }, /languages/],
  ])("a status %s ends with 2, and the ones before it are not sent", async (_, change, words) => {
    const { code, output, errors } = await run([writeStatuses(diverted, change)]);
    expect(code).toBe(2);
    expect(errors).toMatch(words);
    expect(output).toBe("");
  });

  test("the number of a patient's record ends with 2, and nobody is asked", async () => {
    const words = { en: "MRN 00123456", es: "MRN 00123456" };
    const { code, output, errors } = await run([writeStatuses({ ...diverted, whatToDo: words })]);
    expect(code).toBe(2);
    expect(errors).toContain("A safeguard blocks it");
    expect(output).not.toContain("Approvals");
  });

  test.each([
    ["nothing", "\n", /no status/],
    ["what is not JSON", "{", /Line 1 is not JSON/],
    ["what is no object", "7", /Line 1 is no JSON object/],
  ])("a file that holds %s ends with 2", async (_, content, words) => {
    const { code, errors } = await run([write(content)]);
    expect(code).toBe(2);
    expect(errors).toMatch(words);
  });

  test("half an account ends with 2", async () => {
    const { code, errors } = await run([], { BLUESKY_IDENTIFIER: "hospital.example.org" });
    expect(code).toBe(2);
    expect(errors).toContain("BLUESKY_PASSWORD");
  });
});
