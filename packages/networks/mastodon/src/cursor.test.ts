import { describe, expect, test } from "vitest";
import { isNewer, readCursor } from "./cursor.ts";

describe("isNewer", () => {
  test.each<[id: string, than: string, newer: boolean]>([
    ["2", "1", true],
    ["1", "2", false],
    ["1", "1", false],
    ["10", "9", true],
    ["9", "10", false],
    ["115000000000000002", "115000000000000001", true],
    ["9007199254740993", "9007199254740992", true],
    ["01J5ZK3V9Q8Y7X6W5T4S3R2P1N", "01J5ZK3V9Q8Y7X6W5T4S3R2P1M", true],
    ["AkL9", "0", true],
    ["1", "0", true],
  ])("%s than %s: %s", (id, than, newer) => {
    expect(isNewer(id, than)).toBe(newer);
  });
});

describe("readCursor", () => {
  test("reads positions", () => {
    expect(readCursor('{"notifications":"7","#flood":"@2026-08-20T10:00:00Z"}')).toEqual({
      notifications: "7",
      "#flood": "@2026-08-20T10:00:00Z",
    });
  });

  test.each([[""], ["7"], ["[]"], ["null"], ['{"notifications":7}'], ['{"notifications":""}'], ["{planted"]])(
    "refuses %j",
    (cursor) => {
      expect(() => readCursor(cursor)).toThrow(expect.objectContaining({ code: "config", path: "cursor" }));
      expect(() => readCursor(cursor)).not.toThrow("planted");
    },
  );
});
