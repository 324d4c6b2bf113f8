import { expect, test } from "vitest";

import type { Candidate } from "./candidate.ts";
import { settleCandidates } from "./settle-candidates.ts";

const phone: Candidate = { kind: "phone", rule: "phone.number", start: 0, end: 12, score: 1, most: "warn" };
const nhs: Candidate = { kind: "health-plan", rule: "health-plan.nhs", start: 0, end: 12, score: 0.85 };

function rules(...candidates: readonly Candidate[]): readonly string[] {
  return settleCandidates(candidates, 40).map(({ rule, level }) => `${rule} ${level}`);
}

test("of two that overlap a block wins, however sure the other is", () => {
  expect(rules(phone, nhs)).toEqual(["health-plan.nhs block"]);
});

test("then the surer one, then the longer one", () => {
  expect(rules({ ...phone, score: 0.5 }, { ...phone, rule: "surer", score: 0.6 })).toEqual(["surer warn"]);
  expect(rules(phone, { ...phone, rule: "longer", end: 13 })).toEqual(["longer warn"]);
});

test("neighbours stay, in the order of the text", () => {
  expect(rules({ ...nhs, start: 12, end: 24 }, phone)).toEqual(["phone.number warn", "health-plan.nhs block"]);
});

test("what is too unsure is not told, alone or beside others", () => {
  expect(rules({ ...nhs, score: 0.34 })).toEqual([]);
  expect(rules({ ...nhs, score: 0.34 }, { ...phone, start: 20, end: 30 })).toEqual(["phone.number warn"]);
  expect(rules({ ...nhs, score: 0.35 })).toEqual(["health-plan.nhs warn"]);
  expect(rules({ ...nhs, score: 0.79 })).toEqual(["health-plan.nhs warn"]);
  expect(rules({ ...nhs, score: 0.8 })).toEqual(["health-plan.nhs block"]);
});
