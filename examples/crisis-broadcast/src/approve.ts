import type { MarkedPost } from "@carecast/core";
import Table from "cli-table3";
import colors from "picocolors";

import type { Desk } from "./desk.ts";

/**
 * Asks for as many approvals as the kind of the content needs, and prints them. In real life each of these people reads the exact
 * texts on a screen of their own; here the program speaks for them.
 *
 * @returns the id of the approval.
 */
export async function approve(
  { approvals, people }: Desk,
  content: MarkedPost,
  identifier: string,
  print: (line: string) => void,
): Promise<string> {
  const id = identifier.replace(/[^\w.-]/g, "-").slice(0, 60);
  const { hash, needs } = await approvals.request(content, { id, author: people.author });
  const table = new Table({ head: ["approved by", "content", "still needs"], style: { head: [], border: [] } });
  const short = `${content.kind} ${hash.slice(0, 12)}`;
  table.push([`${people.author} (author)`, short, countPeople(needs.people)]);
  const { approvedBy } = await approvals.status(id);
  let missing = needs.people;
  for (const by of people.approvers) {
    if (missing === 0) break;
    if (approvedBy.includes(by)) continue;
    const status = await approvals.approve(id, { by, hash });
    missing = status.needs.people;
    table.push([colors.green(by), short, countPeople(missing)]);
  }
  print(table.toString());
  return id;
}

function countPeople(count: number): string {
  if (count === 0) return "nobody";
  return count === 1 ? "1 person" : `${count} people`;
}
