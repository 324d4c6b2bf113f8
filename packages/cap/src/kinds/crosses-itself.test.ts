import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { polygon as arbitraryRing } from "../fixtures/arbitrary-alert.ts";
import { crossesItself } from "./crosses-itself.ts";
import { readPoint, type Point } from "./polygon.ts";

const toPoints = (text: string): readonly Point[] =>
  text.split(" ").map((pair) => readPoint(pair) ?? { latitude: NaN, longitude: NaN });

describe("a ring", () => {
  test.each([
    ["a triangle", "0,0 1,0 0,1 0,0", false],
    ["a bow tie", "0,0 2,2 0,2 2,0 0,0", true],
    ["a bow tie, another way round", "2,2 0,0 2,0 0,2 2,2", true],
    ["a star of five", "0,3 5,1 2,5 2,0 5,4 0,3", true],
    ["a spike there and back", "0,0 0,2 0,5 0,2 2,2 0,0", false],
    ["corners that are there twice", "0,0 0,0 0,1 1,1 1,1 0,0", false],
    ["two triangles that share a corner", "0,0 1,1 0,2 2,2 1,1 2,0 0,0", false],
    ["a corner on an edge", "0,0 0,4 4,4 0,2 4,0 0,0", false],
    ["edges that lie on each other", "0,0 0,4 2,4 2,2 0,2 0,1 2,1 2,0 0,0", false],
    ["a corner on an edge, in decimals", "0.1,0.1 0.1,0.7 0.7,0.7 0.1,0.3 0.7,0.1 0.1,0.1", false],
    ["a box over the date line", "10,179 10,-179 12,-179 12,179 10,179", false],
    ["a house over the date line", "0,170 0,-170 5,-175 10,-170 10,170 5,175 0,170", false],
    ["a bow tie over the date line", "10,179 12,-179 10,-179 12,179 10,179", true],
  ])("%s", (_name, ring, crosses) => {
    expect(crossesItself(toPoints(ring))).toBe(crosses);
  });

  test("crosses exactly when two edges, compared one by one, do", { timeout: 60_000 }, () => {
    const corner = fc.record({ latitude: fc.integer({ min: -9, max: 9 }), longitude: fc.integer({ min: -9, max: 9 }) });
    fc.assert(
      fc.property(fc.array(corner, { minLength: 3, maxLength: 12 }), (corners) => {
        const ring = [...corners, ...corners.slice(0, 1)];
        expect(crossesItself(ring)).toBe(compareAll(ring));
      }),
      { numRuns: 3000 },
    );
  });

  test("round a point never crosses, wherever its first corner is", () => {
    fc.assert(
      fc.property(arbitraryRing, fc.nat(), (text, start) => {
        const corners = toPoints(text).slice(0, -1);
        const first = start % corners.length;
        const turned = [...corners.slice(first), ...corners.slice(0, first)];
        expect(crossesItself([...turned, ...turned.slice(0, 1)])).toBe(false);
      }),
    );
  });

  test("of ten thousand corners is checked, and one crossing found in it", () => {
    const corners = Array.from({ length: 10_000 }, (_, index) => {
      const angle = (index / 10_000) * 2 * Math.PI;
      const radius = 20 + Math.sin(angle * 500);
      return { latitude: radius * Math.sin(angle), longitude: radius * Math.cos(angle) };
    });
    const ring = [...corners, corners[0]!];
    expect(crossesItself(ring)).toBe(false);
    [ring[5000], ring[5010]] = [ring[5010]!, ring[5000]!];
    expect(crossesItself(ring)).toBe(true);
  });
});

/** By the parameters of the point where two lines meet, in whole numbers: another way than the code takes. */
function compareAll(ring: readonly Point[]): boolean {
  return ring.some((_, first) =>
    ring.some(
      (__, second) => second > first && meetInside(ring[first]!, ring[first + 1], ring[second]!, ring[second + 1]),
    ),
  );
}

function meetInside(a: Point, b: Point | undefined, c: Point, d: Point | undefined): boolean {
  if (!b || !d) return false;
  const [ux, uy] = [b.longitude - a.longitude, b.latitude - a.latitude];
  const [vx, vy] = [d.longitude - c.longitude, d.latitude - c.latitude];
  const denominator = ux * vy - uy * vx;
  if (denominator === 0) return false;
  const [wx, wy] = [c.longitude - a.longitude, c.latitude - a.latitude];
  const [s, t] = [wx * vy - wy * vx, wx * uy - wy * ux].map((part) => part / denominator);
  return s! > 0 && s! < 1 && t! > 0 && t! < 1;
}
