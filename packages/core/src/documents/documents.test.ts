import { describe, expect, test } from "vitest";

import { collect, setStage } from "../../test/stage.ts";
import type { DocumentKind } from "../index.ts";

// The test writes nothing else under this name.
const counters: DocumentKind<{ readonly count: number }> = {
  name: "counter",
  read: (value) => value as { count: number },
};

describe("care.documents", () => {
  test("writes what the change makes of what is there", async () => {
    const { documents } = setStage().care;
    expect(await documents.find(counters, "a")).toBeUndefined();
    expect(await documents.update(counters, "a", (stored) => ({ count: (stored?.count ?? 0) + 1 }))).toEqual({
      count: 1,
    });
    expect(await documents.update(counters, "a", (stored) => ({ count: (stored?.count ?? 0) + 1 }))).toEqual({
      count: 2,
    });
    expect(await documents.find(counters, "a")).toEqual({ id: "a", version: 2, value: { count: 2 } });
  });

  test("loses no change of writers that race", async () => {
    const { documents } = setStage().care;
    const writers = Array.from({ length: 20 }, () =>
      documents.update(counters, "a", (stored) => ({ count: (stored?.count ?? 0) + 1 })),
    );
    await Promise.all(writers);
    expect((await documents.find(counters, "a"))?.value).toEqual({ count: 20 });
  });

  test("a change that makes nothing, or throws, leaves it as it is", async () => {
    const { documents } = setStage().care;
    await documents.update(counters, "a", () => ({ count: 1 }));
    expect(await documents.update(counters, "a", () => undefined)).toBeUndefined();
    const fail = (): never => {
      throw new Error("no");
    };
    await expect(documents.update(counters, "a", fail)).rejects.toThrow("no");
    expect(await documents.find(counters, "a")).toMatchObject({ version: 1 });
  });

  test("lists more than a page, in order, by prefix", async () => {
    const { documents } = setStage().care;
    for (let index = 0; index < 450; index += 1)
      await documents.update(counters, `${index % 2 ? "odd" : "even"}/${String(index).padStart(3, "0")}`, () => ({
        count: index,
      }));
    const found = await collect(documents.list(counters, "odd/"));
    expect(found.map(({ value }) => value.count)).toEqual(Array.from({ length: 225 }, (_, index) => 2 * index + 1));
    expect(await collect(documents.list(counters))).toHaveLength(450);
  });

  test.each(["", "has space", "tab\t", "é", "x".repeat(201)])("refuses the id %j", async (id) => {
    const { documents } = setStage().care;
    await expect(documents.find(counters, id)).rejects.toMatchObject({ code: "config", path: "id" });
    await expect(documents.update(counters, id, () => ({ count: 1 }))).rejects.toMatchObject({ path: "id" });
    await expect(collect(documents.list(counters, id))).rejects.toMatchObject({ code: "config", path: "prefix" });
  });
});
