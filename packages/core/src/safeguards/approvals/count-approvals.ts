import type { ApprovalRule } from "./approval-policy.ts";
import type { ApprovalRecord } from "./approval-record.ts";

/** What an approval still lacks. */
export interface ApprovalNeeds {
  readonly people: number;
  readonly roles: readonly string[];
}

type Demand = Pick<ApprovalRule, "people" | "roles">;

/** What is missing of what a rule demands. A broken glass stands for all of it. */
export function findNeeds({ people, roles = [] }: Demand, { approved, glass }: Votes): ApprovalNeeds {
  if (glass) return { people: 0, roles: [] };
  const open = findOpenRoles(
    roles,
    approved.map((vote) => vote.roles),
  );
  return { people: Math.max(people - approved.length, open.length), roles: open };
}

type Votes = Pick<ApprovalRecord, "approved" | "glass">;

/** Needs without roles can still lack people, never the other way round. */
export function isMet({ people }: ApprovalNeeds): boolean {
  return people === 0;
}

/**
 * The roles that nobody is left for when each person stands for one of them at most, shared out so that the fewest stay open: who is
 * pharmacist and privacy officer is still one person.
 */
export function findOpenRoles(roles: readonly string[], people: readonly (readonly string[])[]): readonly string[] {
  const holders = new Map<number, number>();

  function assign(role: number, asked: Set<number>): boolean {
    return people.some((held, person) => {
      if (asked.has(person) || !held.includes(roles[role] ?? "")) return false;
      asked.add(person);
      const other = holders.get(person);
      if (other !== undefined && !assign(other, asked)) return false;
      holders.set(person, role);
      return true;
    });
  }

  return roles.filter((_, role) => !assign(role, new Set()));
}
