import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LedgerError } from "@carecast/adapter";
import { sampleDelivery, sampleHold, sampleMedia, samplePublication } from "../contract/samples.ts";
import type { Ledger } from "../ledger.ts";
import { createDatabaseLedger } from "./database-ledger.ts";
import { openDatabase } from "./open-database.ts";
import { sqliteLedger } from "./sqlite-ledger.ts";

let directory: string;
let path: string;
/** The ledger's own connection, through which a test makes the disk full or forbids to write. */
let database: DatabaseSync;
let ledger: Ledger;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "carecast-ledger-"));
  path = join(directory, "ledger.sqlite");
  database = openDatabase(path, 0);
  ledger = createDatabaseLedger(database, { path, dedupeWindow: 10 });
});
afterEach(async () => {
  await ledger.close();
  rmSync(directory, { recursive: true });
});

const add = (id: string, length = 10): Promise<unknown> => {
  const part = { text: "x".repeat(length), audience: "public", media: [] } as const;
  return ledger.add(samplePublication(id), [sampleDelivery(id, "press", 0, { part })], [sampleMedia(id)]);
};
const prepare = (id: string): Promise<unknown> =>
  ledger.change(`${id}.press.0`, "queued", { state: "preparing" }, Date.now());

async function expectRefusal(call: Promise<unknown>, message: RegExp): Promise<void> {
  const error: unknown = await call.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LedgerError);
  expect(error).toMatchObject({
    code: "ledger",
    retryable: true,
    outcome: "not-sent",
    message: expect.stringMatching(message) as string,
  });
}

describe("a full disk", () => {
  const limit = (pages: number): unknown => database.prepare(`PRAGMA max_page_count = ${pages}`).get();
  const countPages = (): number => Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);

  it("keeps all of what it has answered to and nothing of the rest, and takes that once there is room", async () => {
    await add("before");
    limit(countPages() + 30);
    const ids = Array.from({ length: 40 }, (_, index) => `p${index}`);
    const results = await Promise.allSettled(ids.map((id) => add(id, 7000)));
    const kept = ids.filter((_, index) => results[index]?.status === "fulfilled");
    const lost = ids.filter((id) => !kept.includes(id));
    expect(kept.length).toBeGreaterThan(3);
    expect(lost.length).toBeGreaterThan(3);
    for (const result of results.filter(({ status }) => status === "rejected"))
      await expectRefusal(Promise.reject((result as PromiseRejectedResult).reason), /no room.*free space/);

    await expectRefusal(add("again", 70_000), /no room/);
    expect((await ledger.deliveries({})).map(({ publicationId }) => publicationId)).toEqual(["before", ...kept]);
    for (const id of lost)
      expect([await ledger.publication(id), await ledger.media(id)]).toEqual([undefined, undefined]);
    expect(await prepare("before")).toBe("changed");

    limit(100_000);
    await Promise.all(lost.map((id) => add(id, 7000)));
    expect(await ledger.deliveries({})).toHaveLength(41);
    expect((await ledger.media(lost[0]!))?.size).toBe(3);
  });

  it("takes back a hold that it cannot finish, and holds nothing of it", async () => {
    const ids = Array.from({ length: 400 }, (_, index) => `p${index}`);
    await Promise.all(ids.map((id) => add(id)));
    limit(countPages());
    await expectRefusal(ledger.hold(sampleHold("h1", "everything", { reason: "x".repeat(20_000) })), /no room/);
    expect(await ledger.holds()).toEqual([]);
    expect(await prepare("p0")).toBe("changed");
    expect(await ledger.deliveries({ states: ["held"] })).toEqual([]);
    limit(100_000);
    expect(await ledger.hold(sampleHold("h1", "everything"))).toBe(400);
  });
});

it("a file that may not be written any more is read on, and written again when it may", async () => {
  await add("p1");
  database.exec("PRAGMA query_only = ON");
  await expectRefusal(add("p2"), /may not be written; give/);
  await expectRefusal(prepare("p1"), /may not be written/);
  await expectRefusal(ledger.claim("a", [], 1), /may not be written/);
  expect(await ledger.deliveries({ states: ["queued"] })).toHaveLength(1);
  database.exec("PRAGMA query_only = OFF");
  await add("p2");
  expect(await prepare("p1")).toBe("changed");
});

it("a file that another process has locked is read on, and written when that one is done", async () => {
  await add("p1");
  const other = new DatabaseSync(path);
  other.exec("BEGIN EXCLUSIVE");
  const calls = [add("p2"), prepare("p1"), ledger.enlist("a", 1, 1), ledger.setTokens("press", 0, "sealed")];
  await Promise.all(calls.map((call) => expectRefusal(call, /locked by another process/)));
  expect(await ledger.deliveries({ states: ["queued"] })).toHaveLength(1);
  other.exec("ROLLBACK");
  other.close();
  await add("p2");
  expect(await prepare("p1")).toBe("changed");
});

/** What the shell can limit on every Unix: a write beyond it fails, and SQLite sees a broken disk. */
it.skipIf(process.platform === "win32")(
  "a disk that fails loses nothing that was durable",
  { timeout: 60_000 },
  async () => {
    await ledger.close();
    rmSync(path);
    const child = fileURLToPath(new URL("fixtures/ledger-child.ts", import.meta.url));
    const blocks = 1500;
    const program = spawn(
      "sh",
      ["-c", `ulimit -f ${blocks} && exec "$@"`, "sh", process.execPath, child, path, "p", "100000"],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const told = (await text(program.stdout)).trimEnd().split("\n");
    expect(told.at(-1)).toMatch(/^failed .*"retryable":true.*look at the disk/);
    expect(told.length).toBeGreaterThan(100);

    const again = sqliteLedger(path);
    const states = new Map((await again.deliveries({})).map(({ id, state }) => [id, state]));
    for (const line of told) {
      const [what, id = ""] = line.split(" ");
      if (what === "added") expect(states.has(`${id}.press.0`)).toBe(true);
      if (what === "sending") expect(states.get(id)).toBe("sending");
    }
    expect(await again.add(samplePublication("after"), [sampleDelivery("after", "press")], [])).toEqual([]);
    await again.close();
  },
);
