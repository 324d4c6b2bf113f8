import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import type { Plan } from "@carecast/core";
import type { AlertReport } from "@carecast/core/alerts";
import { startSandbox, type Sandbox } from "@carecast/sandbox";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { startRealPds, type RealPds } from "../../../packages/networks/bluesky/test/real-pds.ts";
import { broadcast } from "./broadcast.ts";

let directory: string;
let sandbox: Sandbox;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "carecast-broadcast-"));
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

async function run(argv: readonly string[], environment: Record<string, string> = {}): Promise<Ran> {
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const [printed, complained] = [text(output), text(errors)];
  const code = await broadcast(argv, { environment, input: new PassThrough(), output, errors });
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

const people = ["--author", "press officer", "--approver", "duty doctor", "--approver", "director"];
const sure = [...people, "--yes"];

describe("the demo", () => {
  test("shows plan, approvals, progress and receipts, and delivers in two languages on two networks", async () => {
    const { code, output, errors } = await run([]);
    expect(code).toBe(0);
    expect(output).toContain("of 300 graphemes");
    expect(output).toMatch(/duty doctor[^\n]*1 person/);
    expect(output).toMatch(/head of communications[^\n]*nobody/);
    expect(output.match(/Every channel has it\./g)).toHaveLength(3);
    expect(errors.match(/✓/g)).toHaveLength(4);
  });

  test("goes on with an update and an all clear, each under the posts before it, and shows who decided", async () => {
    const { output } = await run([]);
    expect(output).toContain("UPDATE: Boil tap water in Riverton: first tests found germs");
    expect(output).toContain("ALL CLEAR: Tap water in Riverton is safe to drink again");
    expect(output.match(/replied/g)).toHaveLength(12);
    expect(output).toMatch(/12 │ press officer +│ allClear/);
    expect(output).toContain("The audit trail is whole.");
  });

  test("prints JSON alone on standard output", async () => {
    const { output, errors } = await run(["--json"]);
    const reports = JSON.parse(output) as AlertReport[];
    expect(reports.map(({ state }) => state)).toEqual(["live", "updated", "allClear"]);
    for (const { publication } of reports)
      expect(publication?.deliveries.map(({ state }) => state)).toEqual(Array(4).fill("delivered"));
    expect(errors).toContain("receipt");
  });

  test("reads a CAP document, and says what it repaired", async () => {
    const { code, output } = await run([fileURLToPath(new URL("../alerts/smoke.cap", import.meta.url))]);
    expect(code).toBe(0);
    expect(output).toContain("CAP 1.2");
    expect(output).toMatch(/! sent: .*mended/);
    expect(output).toContain("HEALTH ALERT: Stay indoors in Lakeside");
    expect(output.match(/Every channel has it\./g)).toHaveLength(1);
  });

  test("stops at the plan when asked to", async () => {
    const { code, output } = await run(["--dry-run", "--json"], accounts());
    expect(code).toBe(0);
    expect((JSON.parse(output) as Plan).targets).toHaveLength(4);
    expect(sandbox.mastodon.posts()).toHaveLength(0);
    expect(sandbox.bluesky.posts()).toHaveLength(0);
  });
});

describe("with accounts", () => {
  test("publishes there, and running it again sends nothing twice", async () => {
    expect((await run(sure, accounts())).code).toBe(0);
    expect((await run(sure, accounts())).code).toBe(0);
    expect(sandbox.mastodon.posts()).toHaveLength(2);
    expect(sandbox.bluesky.posts()).toHaveLength(2);
  });

  test("does not publish when nobody has confirmed", async () => {
    const { code, errors } = await run(people, accounts());
    expect(code).toBe(2);
    expect(errors).toContain("--yes");
    expect(sandbox.mastodon.posts()).toHaveLength(0);
  });

  test.each([
    ["one person", ["--approver", "duty doctor"], /Two people/],
    ["one person twice", ["--approver", "duty doctor", "--approver", "Duty  Doctor"], /approvers\[1\]/],
    ["the author", ["--author", "director", "--approver", "director", "--approver", "duty doctor"], /too few people/],
  ])("%s cannot approve it alone", async (_, argv, words) => {
    const { code, errors } = await run([...argv, "--yes"], accounts());
    expect(code).toBe(2);
    expect(errors).toMatch(words);
    expect(sandbox.mastodon.posts()).toHaveLength(0);
  });

  test("says with its exit code that a channel failed, and the other has it", async () => {
    const { code, output } = await run(sure, { ...accounts(), MASTODON_TOKEN: "wrong" });
    expect(code).toBe(1);
    expect(output).toContain("Not every channel has it.");
    expect(sandbox.bluesky.posts()).toHaveLength(2);
  });
});

describe("wrong input", () => {
  test.each([
    ["an unknown option", ["--now"], /now/],
    ["a file that is not there", ["nowhere.json"], /cannot be read/],
    ["two files", ["a.json", "b.json"], /one alert file/],
  ])("%s ends with 2", async (_, argv, words) => {
    const { code, errors } = await run(argv);
    expect(code).toBe(2);
    expect(errors).toMatch(words);
  });

  test.each([
    ["not JSON", "{", /neither CAP nor JSON/],
    ["not CAP", "<alert/>", /CAP/],
    ["not an alert", "{}", /identifier/],
  ])("a file that is %s ends with 2", async (_, content, words) => {
    const file = join(directory, "alert.json");
    writeFileSync(file, content);
    const { code, errors } = await run([file]);
    expect(code).toBe(2);
    expect(errors).toMatch(words);
  });

  test("half an account ends with 2", async () => {
    const { code, errors } = await run([], { MASTODON_URL: sandbox.mastodon.baseUrl });
    expect(code).toBe(2);
    expect(errors).toContain("MASTODON_TOKEN");
  });
});

describe("on a real Bluesky server", () => {
  let pds: RealPds;
  beforeAll(async () => {
    pds = await startRealPds();
  }, 60_000);
  afterAll(() => pds[Symbol.asyncDispose]());

  test("the posts of the demo are there to be read", async () => {
    const { identifier, password, did } = await pds.addAccount("hospital");
    const { code } = await run(sure, {
      BLUESKY_SERVICE: pds.service,
      BLUESKY_IDENTIFIER: identifier,
      BLUESKY_PASSWORD: password,
      CARECAST_LEDGER: join(directory, "ledger.sqlite"),
    });
    expect(code).toBe(0);
    const posts = await pds.listPosts(did);
    expect(posts.map(({ value }) => value["langs"]).sort()).toEqual([["en"], ["es"]]);
    expect(posts.every(({ value }) => value.text.includes("Riverton"))).toBe(true);
  });
});
