import type { Candidate } from "../candidate.ts";
import type { Surroundings } from "../numbers/context-words.ts";
import type { FoundPhone } from "./read-phone.ts";

/** How sure it is that a number is a telephone or fax number, by how it is written and the words around it. */
export function judgePhone(phone: FoundPhone, near: Surroundings): Candidate {
  const { start, end, grouped, international, valid } = phone;
  const base = valid ? (international ? 0.7 : grouped ? 0.55 : 0.25) : 0.1;
  const isFax = near.has("fax");
  const score = base + (isFax || near.has("phone") ? 0.3 : 0) - (near.has("lowering") ? 0.2 : 0);
  const kind = isFax ? "fax" : "phone";
  return { kind, rule: `${kind}.number`, start, end, score, most: "warn" };
}
