import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "@carecast/adapter";
import { sampleDelivery, sampleMedia, samplePublication } from "../contract/samples.ts";
import { describeLedger } from "../ledger-contract.ts";
import { sqliteLedger, type SqliteLedgerOptions } from "./sqlite-ledger.ts";

const makeDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), "carecast-ledger-"));

describeLedger(
  "sqliteLedger",
  async () => {
    const directory = await makeDirectory();
    return {
      open: (options) => Promise.resolve(sqliteLedger(join(directory, "ledger.sqlite"), options)),
      remove: () => rm(directory, { recursive: true }),
    };
  },
  { durable: true },
);

/** Starting a program takes its time on a busy machine. */
const patient = { timeout: 60_000 };

describe("sqliteLedger", () => {
  let directory: string;
  let path: string;
  beforeEach(async () => {
    directory = await makeDirectory();
    path = join(directory, "ledger.sqlite");
  });
  afterEach(() => rm(directory, { recursive: true }));

  const child = fileURLToPath(new URL("fixtures/ledger-child.ts", import.meta.url));

  /** Runs a writing program and resolves with what it told; kills it, with no chance to tidy up, after `lines` lines. */
  async function runChild(name: string, count: number, lines = Number.POSITIVE_INFINITY): Promise<string[]> {
    const program = spawn(process.execPath, [child, path, name, String(count)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(program, "exit");
    const told: string[] = [];
    for await (const line of createInterface({ input: program.stdout })) {
      if (told.push(line) === lines) program.kill("SIGKILL");
    }
    await exited;
    return told;
  }

  it.each([1, 40, 150])(
    "has everything that was durable when its process is killed after %d answers",
    async (lines) => {
      const told = await runChild("p", 100_000, lines);
      expect(told.length).toBeGreaterThanOrEqual(lines);
      expect(told).not.toContain("closed");

      const ledger = sqliteLedger(path);
      const states = new Map((await ledger.deliveries({})).map((record) => [record.id, record] as const));
      for (const line of told) {
        const [what, id = ""] = line.split(" ");
        if (what === "sending") expect(states.get(id)).toMatchObject({ state: "sending", attempts: 1, updatedAt: 5 });
        if (what === "handled") expect(await ledger.wasHandled("p", "press", id)).toBe(true);
        if (what === "added") {
          expect(await ledger.publication(id)).toStrictEqual(samplePublication(id));
          expect(await ledger.deliveries({ publicationId: id })).toHaveLength(2);
          expect((await ledger.media(`${id}-picture`))?.size).toBe(3);
        }
      }
      // What was under way is there as a whole or not at all.
      for (const { publicationId } of states.values()) {
        expect(await ledger.deliveries({ publicationId })).toHaveLength(2);
        expect(await ledger.media(`${publicationId}-picture`)).toBeDefined();
      }
      await ledger.close();
    },
  );

  it("is one ledger for several processes, also when they all make it at once", patient, async () => {
    const told = await Promise.all(["a", "b", "c", "d"].map((name) => runChild(name, 25)));
    expect(told.map((lines) => lines.at(-1))).toEqual(["closed", "closed", "closed", "closed"]);
    const ledger = sqliteLedger(path);
    expect(await ledger.deliveries({ states: ["sending"] })).toHaveLength(200);
    await ledger.close();
  });

  it("lets only the owner read what it writes", async () => {
    const ledger = sqliteLedger(path);
    await ledger.add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
    for (const ending of ["", "-wal", "-shm"]) expect((await stat(path + ending)).mode & 0o777).toBe(0o600);
    await ledger.close();
  });

  it("remembers which publications want a picture, so that it can go with the last of them", async () => {
    const ledger = sqliteLedger(path);
    await ledger.add(samplePublication("p1"), [], [sampleMedia("m1"), sampleMedia("m2"), sampleMedia("m1")]);
    await ledger.add(samplePublication("p2"), [], [sampleMedia("m2")]);
    await ledger.close();
    const database = new DatabaseSync(path);
    const links = database.prepare(`
      SELECT p.id || ' ' || m.id AS link FROM publication_media l
      JOIN publications p ON p.seq = l.publication JOIN media m ON m.seq = l.media ORDER BY link`);
    expect(links.all().map((row) => row["link"])).toEqual(["p1 m1", "p1 m2", "p2 m2"]);
    database.close();
  });

  it("leaves no trace of what retention took away", async () => {
    const ledger = sqliteLedger(path);
    const words = "The ward on the third floor is closed.";
    const ids = Array.from({ length: 50 }, (_, index) => `p${index}`);
    for (const id of ids) {
      const part = { text: words, audience: "public", media: [] } as const;
      const delivery = sampleDelivery(id, "press", 0, { state: "delivered", part, draft: { body: words } });
      const picture = { id: `m${id}`, blob: new Blob([words.repeat(200)]) };
      await ledger.add(samplePublication(id), [delivery], id === "p7" ? [picture] : []);
    }
    expect(await ledger.purge(Number.MAX_SAFE_INTEGER, 5)).toBe(50);
    await ledger.close();
    expect(await readdir(directory)).toEqual(["ledger.sqlite"]);
    expect((await readFile(path)).includes("third floor")).toBe(false);
  });

  it("answers a read at once when no write is waiting", async () => {
    const ledger = sqliteLedger(path);
    const order: string[] = [];
    const read = ledger.publication("p1").then(() => order.push("read"));
    const turn = new Promise((resolve) => setImmediate(resolve)).then(() => order.push("turn"));
    await Promise.all([read, turn]);
    expect(order).toEqual(["read", "turn"]);
    await ledger.close();
  });

  it("refuses a blob that can no longer be read, and stores nothing of its publication", async () => {
    const ledger = sqliteLedger(path);
    const blob = new Blob(["gone"]);
    blob.arrayBuffer = () =>
      Promise.reject(new DOMException("The file has changed: /home/private/name.jpg", "NotReadableError"));
    const adding = ledger.add(samplePublication("p1"), [], [{ id: "m1", blob }]);
    await expect(adding).rejects.toMatchObject({ code: "ledger", path: "media[0]" });
    await expect(adding).rejects.not.toThrow("private");
    expect(await ledger.publication("p1")).toBeUndefined();
    await ledger.close();
  });

  it.each([
    [{ dedupeWindow: -1 }, "dedupeWindow"],
    [{ busyTimeoutMs: -1 }, "busyTimeoutMs"],
    [{ busyTimeoutMs: 0.5 }, "busyTimeoutMs"],
    [{ readOnly: true }, "readOnly"],
  ])("refuses the options %j without making a file", async (options, wrong) => {
    const open = (): unknown => sqliteLedger(path, options as SqliteLedgerOptions);
    expect(open).toThrow(ConfigError);
    expect(open).toThrow(expect.objectContaining({ path: wrong }));
    await expect(stat(path)).rejects.toThrow();
  });

  it.each(["", ":memory:", undefined, 5])("refuses %j for a path", (wrong) => {
    const open = (): unknown => sqliteLedger(wrong as string);
    expect(open).toThrow(ConfigError);
    expect(open).toThrow(expect.objectContaining({ path: "path" }));
  });
});
