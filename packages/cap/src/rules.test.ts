import { describe, expect, test } from "vitest";

import { edit, fullDocument } from "./fixtures/documents.ts";
import { listRefusals, listWarnings } from "./fixtures/findings.ts";
import { readVectors, remarkVectors, ruleVectors } from "./fixtures/rule-vectors.ts";
import { readCap } from "./index.ts";

function follow(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((key) => key !== "")
    .reduce<unknown>((inside, key) => (inside as Record<string, unknown> | undefined)?.[key], value);
}

/** What the full document is remarked upon in any case. */
const usual = listWarnings(fullDocument);

describe("rules", () => {
  test.each(readVectors(ruleVectors))("%s becomes %s", (from = "", to = "", path = "", rule = "", outcome = "") => {
    const document = edit(from, to).replace(...scopeFor(rule));
    expect(listRefusals(document)).toContain(`${path} ${rule}`);
    if (outcome === "refused") {
      expect(listRefusals(document, "tolerant").length).toBeGreaterThan(0);
      return;
    }
    const [, verb = "", named = ""] = /^(gone|absent|kept|)\s?([a-z][\w.[\]]*)?/.exec(outcome) ?? [];
    const { alert } = readCap(document, { mode: "tolerant" });
    const found = follow(alert, named || path);
    if (verb === "gone" || verb === "absent") expect(found).toBeUndefined();
    else if (verb === "") expect(found).toEqual(JSON.parse(outcome.slice(named.length)));
    else expect(found).toBeDefined();
    // When all of a structure goes, it is told at the place of the structure.
    const place = named && verb === "gone" && rule === "missing" ? `${named}[0]` : path;
    const told = listWarnings(document, "tolerant").filter((line) => !usual.includes(line));
    expect(told).toContain(`${place} ${rule}${verb === "kept" || verb === "absent" ? "" : "!"}`);
  });

  test.each(readVectors(remarkVectors))("%s becomes %s: a remark", (from = "", to = "", path = "", rule = "") => {
    const document = edit(from, to);
    expect(listRefusals(document)).toEqual([]);
    for (const mode of ["strict", "tolerant"] as const)
      expect(listWarnings(document, mode)).toContain(`${path} ${rule}`);
  });
});

/** A rule about the scope Private needs one. */
function scopeFor(rule: string): [string, string] {
  return rule === "addresses-missing"
    ? [/<scope>.*\n.*<\/restriction>/.exec(fullDocument)?.[0] ?? "", "<scope>Private</scope>"]
    : ["", ""];
}
