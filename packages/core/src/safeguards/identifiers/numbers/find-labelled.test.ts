import { describe, expect, test } from "vitest";

import { createIdentifierScan } from "../create-identifier-scan.ts";
import { labels } from "./labels.ts";

const { scan } = createIdentifierScan();

describe.each(labels)("$rule", ({ rule, en, everyday, warnFrom, sureFrom, most }) => {
  const announced = en[0] ?? `${everyday[0]} number`;
  const tellOf = (digits: number): readonly string[] =>
    scan([{ path: "text", text: `${announced} ${"8403251976".slice(0, digits)}` }])
      .filter((finding) => finding.rule === rule)
      .map(({ level }) => level);

  test("tells nothing of fewer digits than it needs", () => {
    expect(tellOf(warnFrom - 1)).toEqual([]);
  });

  test("warns while it is not sure, and blocks once it is, where it may", () => {
    if (warnFrom < sureFrom) {
      expect(tellOf(warnFrom)).toEqual(["warn"]);
      expect(tellOf(sureFrom - 1)).toEqual(["warn"]);
    }
    expect(tellOf(sureFrom)).toEqual([most ?? "block"]);
  });
});
