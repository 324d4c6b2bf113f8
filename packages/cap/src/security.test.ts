import dns from "node:dns";
import fs from "node:fs";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arbitraryDamage } from "./fixtures/arbitrary-damage.ts";
import { edit, fullDocument, smallDocument } from "./fixtures/documents.ts";
import { listRefusals, listWarnings } from "./fixtures/findings.ts";
import { hasSamples, notice, readSample } from "./fixtures/samples.ts";
import { watchOutside } from "./fixtures/watch-outside.ts";
import { readCap, readCapFeed } from "./index.ts";

/** Of our own writing: every way in which XML can name a file, an address or an entity. */
const attack = `<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:9/style.xsl"?>
<!DOCTYPE alert PUBLIC "-//EXAMPLE//EN" "http://127.0.0.1:9/alert.dtd" [
  <!ENTITY % remote SYSTEM "http://127.0.0.1:9/remote.dtd">
  <!ENTITY file SYSTEM "file:///etc/hostname">
  <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
  %remote;
]>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2" xmlns:xi="http://www.w3.org/2001/XInclude">
  <xi:include href="file:///etc/hostname"/>
  <identifier>&file;</identifier><sender>&b;</sender>
</alert>`;

const utf16 = Uint8Array.from([
  0xff,
  0xfe,
  ...[...attack.replace("utf-8", "utf-16")].flatMap((letter) => [letter.charCodeAt(0), 0]),
]);

describe("a document that attacks", () => {
  test.each<[string, string | Uint8Array]>([
    ["text", attack],
    ["bytes", new TextEncoder().encode(attack)],
    ["UTF-16", utf16],
  ])("is refused as %s before anything is expanded, and touches no file and no network", (_name, document) => {
    expect(watchOutside(() => refuseEverywhere(document))).toEqual({ result: fourTimesRefused, touched: [] });
  });

  test.skipIf(!hasSamples)(`of others is refused, and touches no file and no network${notice}`, () => {
    const document = readSample("security/xee.cap");
    expect(watchOutside(() => refuseEverywhere(document))).toEqual({ result: fourTimesRefused, touched: [] });
  });

  test("touches nothing where it is read, either", () => {
    const harmless = edit("<info>", '<?xml-stylesheet href="file:///etc/hostname"?><info>', smallDocument).replace(
      "<alert ",
      '<alert xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a http://127.0.0.1:9/a.xsd" ',
    );
    for (const document of [harmless, fullDocument])
      expect(watchOutside(() => listRefusals(document))).toEqual({ result: [], touched: [] });
  });

  test("would be seen if it touched anything", () => {
    const { touched } = watchOutside(() => {
      fs.existsSync("nowhere");
      dns.lookup("127.0.0.1", () => undefined);
      void fetch("http://127.0.0.1:9").catch(() => undefined);
    });
    expect(touched).toEqual(expect.arrayContaining(["fs.existsSync", "dns.lookup", "fetch"]));
  });

  test.each([
    ["in a comment before the root", `<!-- <!DOCTYPE x> -->${smallDocument}`],
    ["without a system", `<!DOCTYPE alert>${smallDocument}`],
    ["after the root", `${smallDocument}<!DOCTYPE alert>`],
  ])("has a document type %s", (_name, document) => {
    expect(listRefusals(document)).toEqual([" doctype"]);
  });

  test("gets nothing by small letters", () => {
    expect(listRefusals(`<!doctype alert>${smallDocument}`)).toEqual([" not-well-formed"]);
  });

  test("gets nothing by what XML puts beside elements", () => {
    const beside = smallDocument
      .replace(
        "<alert ",
        '<?xml-stylesheet href="http://127.0.0.1:9/a.xsl"?><alert xmlns:xi="http://www.w3.org/2001/XInclude" ',
      )
      .replace("<info>", '<xi:include href="file:///etc/hostname"/><info>');
    expect(listRefusals(beside)).toEqual(["include unknown-element"]);
    expect(listWarnings(beside, "tolerant")).toEqual(["include unknown-element!"]);
  });

  test("gets nothing by an alert inside a signature", () => {
    const other = smallDocument.replace("riverton-1", "other-1");
    const wrapped = edit(
      "</info>",
      `</info><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><Object>${other}</Object></Signature>`,
      smallDocument,
    );
    expect(readCap(wrapped).alert.identifier).toBe("riverton-1");
    expect(listWarnings(wrapped)).toEqual(["Signature signature"]);
  });

  test.each([
    ["elements inside each other", "<a>".repeat(100_000), " too-deep"],
    ["elements beside each other", `<alert>${"<a/>".repeat(100_001)}</alert>`, " too-many-elements"],
    ["an element without an end", `<alert><a>${"a".repeat(4_000_001)}</a></alert>`, " text-too-long"],
    ["bytes", " ".repeat(5_000_001), " too-large"],
  ])("has too many %s", (_name, document, refusal) => {
    expect(listRefusals(document)).toEqual([refusal]);
  });

  test("cannot make the check of polygons expensive", () => {
    const teeth = Array.from({ length: 3000 }, (_, index) => `${index % 2 === 0 ? 0 : 50},${index / 100}`);
    const comb = edit(
      "38.47,-120.14 38.34,-119.95 38.52,-119.74 38.47,-120.14",
      [...teeth, "-1,30", "-1,-1", teeth[0]].join(" "),
    );
    expect(listRefusals(comb)).toEqual(["info[0].area[0].polygon[0] polygon-unchecked"]);
    expect(readCap(comb, { mode: "tolerant" }).alert.info[0]?.area?.[0]?.polygon).toHaveLength(1);
  });
});

const fourTimesRefused = [[" doctype"], [" doctype"], [" doctype"], [" doctype"]];

/** What a document is refused for by both readers in both modes. */
function refuseEverywhere(document: string | Uint8Array): readonly (readonly string[])[] {
  return [
    listRefusals(document),
    listRefusals(document, "tolerant"),
    refuseFeed(document, "strict"),
    refuseFeed(document, "tolerant"),
  ];
}

function refuseFeed(document: string | Uint8Array, mode: "strict" | "tolerant"): readonly string[] {
  try {
    readCapFeed(document, { mode });
  } catch (error) {
    return (error as { violations: { path: string; rule: string }[] }).violations.map(
      ({ path, rule }) => `${path} ${rule}`,
    );
  }
  return [];
}

describe("what is told of a document", () => {
  const secret = "zq7secret";

  /** Each text, attribute and foreign name of the document, one at a time, in place of its own. */
  const planted = [
    ...[...fullDocument.matchAll(/>([^<>\n]+)</g)].map(({ index, 1: text = "" }) => [index + 1, text.length] as const),
  ].map(([at, length]) => fullDocument.slice(0, at) + `${secret} &lt;b&gt;` + fullDocument.slice(at + length));

  const others = [
    edit("<info>", `<info ${secret}="a">`),
    edit("<info>", `<info a="${secret}">`),
    edit("<info>", `${secret}<info>`),
    edit("<info>", `<x:y xmlns:x="urn:${secret}">${secret}</x:y><info>`),
    `<${secret}/>`,
    `<alert xmlns="urn:${secret}"/>`,
    `<alert>${secret} & ${secret}`,
    `<alert>&${secret};</alert>`,
    `<alert ${secret}></${secret}>`,
    `<?xml version="1.0" encoding="${secret}"?><alert/>`,
    `<!DOCTYPE ${secret}>`,
  ];

  test.each([...planted, ...others].map((document, index) => [index, document] as const))(
    "never repeats it (%i)",
    (_index, document) => {
      for (const mode of ["strict", "tolerant"] as const) {
        let told: unknown;
        try {
          told = readCap(new TextEncoder().encode(document), { mode }).warnings;
        } catch (error) {
          told = error;
        }
        expect(inspect(told, { depth: 9, showHidden: true })).not.toContain(secret);
      }
    },
  );

  test("is an error of ours, whatever the document", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array(), arbitraryDamage), fc.boolean(), (document, isStrict) => {
        try {
          readCap(document, { mode: isStrict ? "strict" : "tolerant" });
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid-post" });
          expect((error as { violations: unknown[] }).violations.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("keeps a strange name of an element out of paths", () => {
    const document = edit("<info>", `<${"a".repeat(41)}/><info>`, smallDocument);
    expect(listRefusals(document)).toEqual([" unknown-element"]);
    expect(listRefusals(edit("<info>", "<año/><info>", smallDocument))).toEqual([" unknown-element"]);
  });
});
