import { randomFillSync } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Ledger } from "@carecast/core";
import { samplePublication } from "@carecast/core/testing";
import { useDatabase } from "../test/use-database.ts";
import { postgresLedger } from "./index.ts";

const database = useDatabase();
let ledger: Ledger;
beforeEach(() => {
  ledger = postgresLedger({ connectionString: database.server.connectionString });
});
afterEach(async () => {
  await ledger.close();
  await database.empty("carecast");
});

const piece = 4 * 1024 * 1024;

it.each([0, 1, piece, piece + 1, 2 * piece + 3])("keeps every one of %d bytes", async (size) => {
  const bytes = randomFillSync(new Uint8Array(size));
  await ledger.add(samplePublication("p1"), [], [{ id: "m1", blob: new Blob([bytes], { type: "video/mp4" }) }]);
  const blob = await ledger.media("m1");
  expect(blob?.type).toBe("video/mp4");
  expect(Buffer.compare(await blob!.bytes(), bytes)).toBe(0);
});

it("keeps equal bytes once, and which publications want them", async () => {
  const media = ["m1", "m2"].map((id) => ({ id, blob: new Blob([id]) }));
  await ledger.add(samplePublication("p1"), [], media);
  await ledger.add(samplePublication("p2"), [], media.slice(1));
  const links = await database.query(
    `SELECT p.id || ' ' || m.id AS link FROM carecast.publication_media l
    JOIN carecast.publications p ON p.seq = l.publication JOIN carecast.media m ON m.seq = l.media ORDER BY 1`,
  );
  expect(links.map(({ link }) => link)).toEqual(["p1 m1", "p1 m2", "p2 m2"]);
  expect(await database.query("SELECT id FROM carecast.media ORDER BY 1")).toHaveLength(2);
});

it("refuses a blob that can no longer be read, and stores nothing of its publication", async () => {
  const blob = new Blob(["gone"]);
  blob.arrayBuffer = () => Promise.reject(new DOMException("The file has changed: /home/private", "NotReadableError"));
  const adding = ledger.add(samplePublication("p1"), [], [{ id: "m1", blob }]);
  await expect(adding).rejects.toMatchObject({ code: "ledger", path: "media[0]" });
  await expect(adding).rejects.not.toThrow("private");
  expect(await ledger.publication("p1")).toBeUndefined();
});

it("refuses what Postgres has no room for in one value, without reading it", async () => {
  const blob = new Blob(["large"]);
  Object.defineProperty(blob, "size", { value: 1_000_000_001 });
  blob.arrayBuffer = () => expect.fail("it was read");
  const adding = ledger.add(samplePublication("p1"), [], [{ id: "m1", blob }]);
  await expect(adding).rejects.toMatchObject({ code: "ledger", path: "media[0]", retryable: false });
  await expect(adding).rejects.toThrow(/larger than a gigabyte/);
});
