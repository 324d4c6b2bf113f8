import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createPlace,
  isNew,
  markElsewhere,
  markHandled,
  moveOn,
  readCursor,
  writeCursor,
  type Place,
} from "./cursor.ts";

const overlapMs = 1_000;
const toUri = (name: string | number): string => `at://did:plc:author/app.bsky.feed.post/${name}`;
const reread = (place: Place): Place => readCursor(writeCursor({ a: place }), () => overlapMs)["a"]!;

describe("a place", () => {
  test("tells what was handled by name within the overlap, and by time before it", () => {
    const place = createPlace(0, overlapMs);
    markHandled(place, toUri("a"), 5_000);
    expect(isNew(place, toUri("a"), 5_000)).toBe(false);
    expect(isNew(place, toUri("late"), 4_000)).toBe(true);
    expect(isNew(place, toUri("too-late"), 3_999)).toBe(false);
  });

  test("forgets names that time tells apart", () => {
    const place = createPlace(0, overlapMs);
    markHandled(place, toUri("a"), 5_000);
    moveOn(place, 6_001);
    expect(place.seen.size).toBe(0);
    expect(isNew(place, toUri("a"), 5_000)).toBe(false);
  });

  test("tells the posts of two authors apart who chose the same key", () => {
    const place = createPlace(0, overlapMs);
    markHandled(place, "at://did:plc:one/app.bsky.feed.post/3k", 5_000);
    expect(isNew(place, "at://did:plc:two/app.bsky.feed.post/3k", 5_000)).toBe(true);
  });

  test("does not move on because another source brought something", () => {
    const place = createPlace(0, overlapMs);
    for (let index = 0; index < 500; index += 1) markElsewhere(place, toUri(index), 100_000 + index);
    expect(place.from).toBe(0);
    expect(isNew(place, toUri(0), 100_000)).toBe(false);
    expect(isNew(place, toUri("own"), 5_000)).toBe(true);
    markHandled(place, toUri("own"), 5_000);
    expect(isNew(place, toUri("same moment"), 5_000)).toBe(true);
    expect(place.seen.size).toBeLessThan(100);
  });
});

describe("whatever comes, oldest first", () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { maxLength: 400 });

  test("nothing is lost or handled twice after a restart at any point", () => {
    fc.assert(
      fc.property(steps, fc.nat(), (gaps, at) => {
        let time = 10_000;
        const items = gaps.map(([gap, elsewhere], index) => ({ uri: toUri(index), at: (time += gap), elsewhere }));
        const cut = items.length === 0 ? 0 : at % items.length;
        const place = createPlace(0, overlapMs);
        for (const item of items.slice(0, cut)) markHandled(place, item.uri, item.at);
        const later = reread(place);
        expect(items.slice(cut).filter((item) => !isNew(later, item.uri, item.at))).toEqual([]);
        expect(items.slice(0, cut).filter((item) => isNew(later, item.uri, item.at))).toEqual([]);
      }),
    );
  });

  test("the cursor stays small in a burst", () => {
    const place = createPlace(0, 600_000);
    for (let index = 0; index < 10_000; index += 1)
      markHandled(place, toUri(`3k${String(index).padStart(11, "2")}`), 1e12 + index);
    expect(writeCursor({ notifications: place }).length).toBeLessThan(3_000);
  });
});

test.each([
  "",
  "null",
  "[]",
  "1",
  '{"a":1}',
  '{"a":{"from":"1","seen":{}}}',
  '{"a":{"from":1,"seen":[1]}}',
  "115000000000000001",
])("a cursor that is none of ours is refused: %s", (cursor) => {
  expect(() => readCursor(cursor, () => overlapMs)).toThrow(
    expect.objectContaining({ code: "config", path: "cursor" }),
  );
});
