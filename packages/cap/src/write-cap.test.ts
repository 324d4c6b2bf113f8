import { InvalidPostError } from "@carecast/adapter";
import { parseAlert, type Alert, type AlertInfo } from "@carecast/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arbitraryAlert } from "./fixtures/arbitrary-alert.ts";
import { arbitraryDamage } from "./fixtures/arbitrary-damage.ts";
import { alert, smallDocument } from "./fixtures/documents.ts";
import { readCap, writeCap } from "./index.ts";

const small = readCap(smallDocument).alert;
const withInfo = (change: object): Alert => ({ ...small, info: [{ ...small.info[0], ...change } as AlertInfo] });
const withArea = (change: object): Alert => withInfo({ area: [{ areaDesc: "Riverton", ...change }] });
const withResource = (change: object): Alert =>
  withInfo({ resource: [{ resourceDesc: "Map", mimeType: "image/png", ...change }] });

/** `path rule` of everything for which an alert is not written. */
function refusals(value: unknown): readonly string[] {
  try {
    writeCap(value as Alert);
  } catch (error) {
    if (error instanceof InvalidPostError) return error.violations.map(({ path, rule }) => `${path} ${rule}`);
    throw error;
  }
  return [];
}

describe("what is written", () => {
  test("reads back as it was, field by field", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(arbitraryAlert, (any) => {
        const { alert: again, version } = readCap(writeCap(any));
        expect(again).toEqual(any);
        expect(version).toBe("1.2");
      }),
      { numRuns: 500 },
    );
  });

  test("reads back from bytes, and in either mode", () => {
    const bytes = new TextEncoder().encode(writeCap(alert));
    expect(readCap(bytes).alert).toEqual(alert);
    expect(readCap(bytes, { mode: "tolerant" }).alert).toEqual(alert);
  });

  test("is one element a line, in UTF-8, in the namespace of CAP 1.2", () => {
    expect(writeCap({ ...small, info: [] })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>riverton-1</identifier>
  <sender>alerts@hospital.example.org</sender>
  <sent>2026-11-20T09:00:00-05:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
</alert>
`);
  });

  test.each([
    ["2026-11-20T14:00:00Z", "2026-11-20T14:00:00-00:00"],
    ["2026-11-20T14:00:00.999Z", "2026-11-20T14:00:00-00:00"],
    ["2026-11-20T14:00:00+00:00", "2026-11-20T14:00:00-00:00"],
    ["2026-11-20T14:00Z", "2026-11-20T14:00:00-00:00"],
    ["2026-11-20T14:00+01:00", "2026-11-20T14:00:00+01:00"],
  ])("says the time %s as %s, in references too", (time, written) => {
    const update = { ...small, msgType: "Update" as const, references: [{ sender: "a", identifier: "b", sent: time }] };
    const { sent, references } = readCap(writeCap({ ...update, sent: time })).alert;
    expect([sent, references?.[0]?.sent]).toEqual([written, written]);
  });

  test("leaves out lists that are empty, and the alert as it was", () => {
    const empty = Object.freeze({ ...small, code: [], addresses: [], incidents: [], references: [] });
    expect(readCap(writeCap(empty)).alert).toEqual(small);
    expect(readCap(writeCap({ ...small, note: undefined } as unknown as Alert)).alert).toEqual(small);
  });

  test("what a tolerant reader mended needs no mending again", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(arbitraryDamage, (document) => {
        let read: Alert;
        try {
          read = readCap(document, { mode: "tolerant" }).alert;
        } catch {
          return;
        }
        // What is borne is refused by the writer as by the strict reader.
        if (refusals(read).length === 0) expect(readCap(writeCap(read)).alert).toEqual(read);
        else expect(refusals(read)).toEqual([expect.stringMatching(/ (?:restriction|addresses-missing)$/)]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("what is not written", () => {
  test.each<[string, unknown, string]>([
    ["a control character", { ...small, note: "a\u0001b" }, "note xml-character"],
    ["a null character", withInfo({ headline: "\0" }), "info[0].headline xml-character"],
    ["half a pair", withInfo({ description: "a\uD83D" }), "info[0].description xml-character"],
    ["U+FFFE", withArea({ areaDesc: "a\uFFFE" }), "info[0].area[0].areaDesc xml-character"],
    ["a vertical tab in a list", { ...small, incidents: ["a\u000Bb"] }, "incidents xml-character"],
    [
      "a form feed in a code",
      withInfo({ parameter: [{ valueName: "a", value: "\f" }] }),
      "info[0].parameter[0].value xml-character",
    ],
    ["a quote in a list", { ...small, addresses: ['night "desk"'] }, "addresses list-quotes"],
    ["a time further than any place", { ...small, sent: "2026-11-20T09:00:00+14:30" }, "sent time"],
    ["the year 0", { ...small, sent: "0000-11-20T09:00:00-05:00" }, "sent time"],
    ["an open polygon", withArea({ polygon: ["1,2 3,4 5,6 7,8"] }), "info[0].area[0].polygon[0] polygon-open"],
    ["a polygon of words", withArea({ polygon: ["Riverton"] }), "info[0].area[0].polygon[0] polygon"],
    [
      "a crossing polygon",
      withArea({ polygon: ["0,0 2,2 0,2 2,0 0,0"] }),
      "info[0].area[0].polygon[0] polygon-crossing",
    ],
    ["a circle without radius", withArea({ circle: ["1,2"] }), "info[0].area[0].circle[0] circle"],
    ["a height below 0", withArea({ altitude: -1 }), "info[0].area[0].altitude height"],
    ["a height that takes an exponent", withArea({ altitude: 1e21 }), "info[0].area[0].altitude height"],
    ["a height of nearly nothing", withArea({ altitude: 1e-7 }), "info[0].area[0].altitude height"],
    ["a ceiling alone", withArea({ ceiling: 1 }), "info[0].area[0].ceiling ceiling"],
    ["half a byte", withResource({ size: 0.5 }), "info[0].resource[0].size size"],
    ["fewer bytes than none", withResource({ size: -1 }), "info[0].resource[0].size size"],
    ["an address with spaces", withResource({ uri: "https://example.org/a b" }), "info[0].resource[0].uri uri"],
    ["a relative address alone", withResource({ uri: "map.png" }), "info[0].resource[0].uri uri-relative"],
    ["a file that is not base64", withResource({ derefUri: "äöü" }), "info[0].resource[0].derefUri base64"],
    ["a form feed in a file", withResource({ derefUri: "aG\fk=" }), "info[0].resource[0].derefUri xml-character"],
    ["a strange media type", withResource({ mimeType: "map" }), "info[0].resource[0].mimeType mime-type"],
    ["a web address with spaces", withInfo({ web: "https://example.org/a b" }), "info[0].web web"],
    ["a restriction of a public alert", { ...small, restriction: "staff" }, "restriction restriction"],
    ["a private alert to nobody", { ...small, scope: "Private" }, "addresses addresses-missing"],
    [
      "an alert about itself",
      { ...small, references: [{ sender: small.sender, identifier: small.identifier, sent: "2026-11-20T14:00:00Z" }] },
      "references[0] reference-itself",
    ],
  ])("%s", (_what, value, refusal) => {
    expect(refusals(value)).toEqual([refusal]);
  });

  test("an alert that core does not take, in core's words", () => {
    const wrong: readonly unknown[] = [
      undefined,
      null,
      "alert",
      [],
      {},
      { ...small, info: undefined },
      { ...small, info: {} },
      { ...small, info: [null] },
      { ...small, colour: "red" },
      { ...small, code: "a" },
      { ...small, code: [""] },
      { ...small, sent: 5 },
      { ...small, sender: "a b" },
      { ...small, msgType: "Update" },
      { ...small, references: [{ sender: "a", identifier: "b" }] },
      { ...small, references: [{ sender: "a", identifier: "b", sent: small.sent, note: "c" }] },
      { ...small, references: [null] },
      { ...small, addresses: ["a", 5] },
      withInfo({ category: [] }),
      withInfo({ severity: "Bad" }),
      withInfo({ headline: " " }),
      withInfo({ parameter: [{ valueName: "a" }] }),
      withArea({ altitude: "5" }),
      withArea({ areaDesc: undefined }),
      withResource({ mimeType: undefined }),
    ];
    for (const value of wrong) {
      expect(() => parseAlert(value), JSON.stringify(value)).toThrow(InvalidPostError);
      expect(() => writeCap(value as Alert), JSON.stringify(value)).toThrow(/^This alert cannot be read\./);
    }
  });

  test("nothing of all that core refuses, and nothing but errors of ours", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(arbitraryAlert, fc.anything(), fc.nat(), (any, junk, at) => {
        const value = replaceLeaf(any, junk, at);
        const isAlert = isTaken(() => parseAlert(value));
        if (isTaken(() => writeCap(value as Alert))) expect(isAlert).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

function isTaken(call: () => unknown): boolean {
  try {
    call();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidPostError);
    return false;
  }
}

/** A copy in which one value, wherever it is, is another. */
function replaceLeaf(value: unknown, junk: unknown, at: number): unknown {
  if (typeof value !== "object" || value === null) return junk;
  const entries = Object.entries(value);
  const index = at % (entries.length + 1);
  const [key, inside] = entries[index] ?? [];
  if (key === undefined) return junk;
  const copy: object = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  Object.assign(copy, { [key]: replaceLeaf(inside, junk, Math.floor(at / (entries.length + 1))) });
  return copy;
}
