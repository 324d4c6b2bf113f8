import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arbitraryAlert } from "./fixtures/arbitrary-alert.ts";
import { arbitraryDamage } from "./fixtures/arbitrary-damage.ts";
import { fullDocument, oldDocument } from "./fixtures/documents.ts";
import { hasSamples, notice } from "./fixtures/samples.ts";
import { askSchema } from "./fixtures/schema.ts";
import { readCap, writeCap } from "./index.ts";

function isRead(document: string): boolean {
  try {
    readCap(document);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasSamples)(`the schema of OASIS${notice}`, () => {
  test("takes the documents that the other tests use", async () => {
    expect(await askSchema([fullDocument], "1.2")).toEqual([true]);
    expect(await askSchema([oldDocument], "1.0")).toEqual([true]);
  });

  test("takes everything that is written", { timeout: 120_000 }, async () => {
    const documents = fc.sample(arbitraryAlert, 300).map(writeCap);
    expect((await askSchema(documents, "1.2")).filter((verdict) => verdict !== true)).toEqual([]);
  });

  test("refuses nothing that a strict reader takes", { timeout: 120_000 }, async () => {
    // Space in place of a language says no language (CAP 1.2, 3.2.2); the schema takes only nothing at all for that.
    const documents = fc.sample(arbitraryDamage, 1000).filter((document) => !document.includes("<language> <"));
    const verdicts = await askSchema(documents, "1.2");
    const lax = documents.filter((document, index) => verdicts[index] !== true && isRead(document));
    expect(lax).toEqual([]);
    expect(documents.filter(isRead).length).toBeGreaterThan(100);
    expect(verdicts.filter((verdict) => verdict !== true).length).toBeGreaterThan(100);
  });
});
