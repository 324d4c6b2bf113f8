import { parseAlert, type Alert } from "@carecast/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arbitraryAlert } from "./fixtures/arbitrary-alert.ts";
import { alert, fullDocument } from "./fixtures/documents.ts";
import { readCap, writeCap } from "./index.ts";

describe("what is written", () => {
  test("reads back as it was, field by field", () => {
    fc.assert(
      fc.property(arbitraryAlert, (any) => {
        expect(readCap(writeCap(any)).alert).toEqual(any);
      }),
      { numRuns: 500 },
    );
  });

  test("reads back from bytes, and in either mode", () => {
    const bytes = new TextEncoder().encode(writeCap(alert));
    expect(readCap(bytes).alert).toEqual(alert);
    expect(readCap(bytes, { mode: "tolerant" }).alert).toEqual(alert);
  });
});
