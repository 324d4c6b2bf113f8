import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { findNeeds, findOpenRoles } from "./count-approvals.ts";

const vote = (by: string, ...roles: string[]) => ({ by, roles, at: 0 });

describe("what an approval lacks", () => {
  test.each([
    ["nobody was asked for", { people: 0 }, [], { people: 0, roles: [] }],
    ["nobody has approved", { people: 2, roles: ["a"] }, [], { people: 2, roles: ["a"] }],
    ["one without the role", { people: 2, roles: ["a"] }, [vote("x")], { people: 1, roles: ["a"] }],
    ["two without the role", { people: 2, roles: ["a"] }, [vote("x"), vote("y")], { people: 1, roles: ["a"] }],
    ["one with the role", { people: 2, roles: ["a"] }, [vote("x", "a")], { people: 1, roles: [] }],
    ["all are there", { people: 2, roles: ["a"] }, [vote("x"), vote("y", "a")], { people: 0, roles: [] }],
    ["more than needed", { people: 1 }, [vote("x"), vote("y")], { people: 0, roles: [] }],
    [
      "one person, two roles",
      { people: 2, roles: ["a", "b"] },
      [vote("x", "a", "b"), vote("y")],
      { people: 1, roles: ["b"] },
    ],
    ["shared out", { people: 2, roles: ["a", "b"] }, [vote("x", "a", "b"), vote("y", "a")], { people: 0, roles: [] }],
    ["the same role twice", { people: 2, roles: ["a", "a"] }, [vote("x", "a"), vote("y")], { people: 1, roles: ["a"] }],
  ])("%s", (_, rule, approved, needs) => {
    expect(findNeeds(rule, { approved })).toEqual(needs);
  });

  test("is nothing once the glass is broken", () => {
    const glass = { by: "x", reason: "r", at: 0, reviewDueAt: 1 };
    expect(findNeeds({ people: 2, roles: ["a"] }, { approved: [], glass })).toEqual({ people: 0, roles: [] });
  });

  test("is the fewest roles that any way of sharing out leaves open", () => {
    const role = fc.constantFrom("a", "b", "c", "d");
    const people = fc.array(fc.uniqueArray(role, { maxLength: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(role, { maxLength: 4 }), people, (roles, held) => {
        expect(findOpenRoles(roles, held)).toHaveLength(roles.length - countBest(roles, held));
      }),
    );
  });
});

/** By trying everything. */
function countBest([role, ...others]: readonly string[], people: readonly (readonly string[])[]): number {
  if (role === undefined) return 0;
  const ways = people.flatMap((held, person) =>
    held.includes(role)
      ? [
          1 +
            countBest(
              others,
              people.filter((_, index) => index !== person),
            ),
        ]
      : [],
  );
  return Math.max(countBest(others, people), ...ways);
}
