import { ConfigError, InvalidPostError } from "@carecast/adapter";
import { describe, expect, test } from "vitest";

import { alert, edit, fullDocument, oldDocument, smallDocument } from "./fixtures/documents.ts";
import { listRefusals, listWarnings } from "./fixtures/findings.ts";
import { readCap } from "./index.ts";

const capNamespace = "urn:oasis:names:tc:emergency:cap:1.2";

describe("a document of CAP 1.2", () => {
  test("is read in full", () => {
    const { version, warnings, ...reading } = readCap(fullDocument);
    expect(reading.alert).toEqual(alert);
    expect(version).toBe("1.2");
    expect(warnings.map(({ path, rule, changed }) => ({ path, rule, changed }))).toEqual([
      { path: "info[0].resource[0].derefUri", rule: "embedded-file", changed: false },
    ]);
  });

  test("without a fault has no warning in either mode", () => {
    expect(listWarnings(smallDocument)).toEqual([]);
    expect(listWarnings(smallDocument, "tolerant")).toEqual([]);
  });

  test("counts the characters of a headline, not their halves", () => {
    const withHeadline = (headline: string): string =>
      edit("<instruction>", `<headline>${headline}</headline><instruction>`, smallDocument);
    expect(listWarnings(withHeadline("💧".repeat(160)))).toEqual([]);
    expect(listWarnings(withHeadline("💧".repeat(161)))).toEqual(["info[0].headline headline-long"]);
  });

  test("may use a prefix, comments, processing instructions, CDATA and say where its schema is", () => {
    const prefixed = fullDocument
      .replace(`xmlns=`, 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b" xmlns:cap=')
      .replace(/<(\/?)([A-Za-z]+)/g, "<$1cap:$2")
      .replace("<cap:status>", "<!-- a comment --><?go now?><cap:status>")
      .replace(
        "A water main broke. Germs &amp; dirt",
        "A water main<!-- a comment --> broke. <![CDATA[Germs & dirt]]>",
      );
    expect(readCap(prefixed).alert).toEqual(alert);
  });

  test("keeps text as it is: no numbers are made, no spaces lost, entities resolved", () => {
    const note = edit("Follows the first message", " &amp;&quot;&apos;&lt;&gt;&#233;&#x1F4A7;\n 006113 ");
    expect(readCap(note).alert.note).toBe(` &"'<>é💧\n 006113 `);
    const code = edit("<value>006113</value>", "<value>1e5</value>");
    expect(readCap(code).alert.info[0]?.parameter?.[0]?.value).toBe("1e5");
  });

  test("may have space around what is not text", () => {
    const spaced = edit("<web>https://example.org/water</web>", "<web>\n https://example.org/water </web>");
    expect(readCap(spaced).alert).toEqual(alert);
    const polygon = edit("38.34,-119.95 38.52", "38.34,-119.95\n\t 38.52");
    expect(readCap(polygon).alert).toEqual(alert);
  });

  test("may leave its optional elements empty", () => {
    const empty = smallDocument
      .replace(
        "<info>",
        "<restriction/><addresses/><code/><note> </note><references/><incidents></incidents><info><language/>",
      )
      .replace("</instruction>", "</instruction><web/>");
    expect(readCap(empty).alert).toEqual(readCap(smallDocument).alert);
    expect(listWarnings(empty)).toEqual(["references empty-element"]);
  });

  test("may have no info", () => {
    const cancel = smallDocument
      .replace("<msgType>Alert<", "<msgType>Cancel<")
      .replace(/<info>.*<\/info>/, "<references>a,b,2026-11-20T09:00:00-05:00</references>");
    expect(readCap(cancel).alert.info).toEqual([]);
    expect(listWarnings(cancel)).toEqual(
      ["info no-info", "references[0] reference-sender"].sort((a, b) => b.localeCompare(a)),
    );
  });

  test.each([["Update"], ["Cancel"], ["Ack"], ["Error"]])("of the type %s has references", (msgType) => {
    const document = edit("<msgType>Alert<", `<msgType>${msgType}<`, smallDocument);
    expect(listRefusals(document)).toEqual(["references references-missing"]);
    expect(listRefusals(document, "tolerant")).toEqual(["references references-missing"]);
  });

  test.each([
    ["others@hospital.example.org,riverton-1,2026-11-20T09:00:00-05:00"],
    ["alerts@hospital.example.org,riverton-2,2026-11-20T09:00:00-05:00"],
    ["alerts@hospital.example.org,riverton-1,2026-11-20T08:59:59-05:00"],
  ])("may name %s, which is not itself", (triple) => {
    const document = edit("<info>", `<references>${triple}</references><info>`, smallDocument);
    expect(listRefusals(document)).toEqual([]);
  });

  test("may say the same in two blocks of one language, for two places or two countries", () => {
    const document = edit("<instruction>", "<headline>Boil water</headline><instruction>", smallDocument);
    const [block = ""] = /<info>.*<\/info>/.exec(document) ?? [];
    const inLanguage = (language: string): string => edit("<info>", `<info><language>${language}</language>`, block);
    expect(listWarnings(edit("</alert>", `${block}</alert>`, document))).toEqual([]);
    expect(listWarnings(edit("</alert>", `${inLanguage("en-GB")}</alert>`, document))).toEqual([]);
    expect(listWarnings(edit("</alert>", `${inLanguage("es")}</alert>`, document))).toEqual(["info[1] same-text"]);
  });

  test("may name the file that it carries by a relative address", () => {
    const document = edit("https://example.org/map.png", "maps/1.png");
    expect(readCap(document).alert.info[0]?.resource?.[0]?.uri).toBe("maps/1.png");
  });

  test.each([["en"], ["EN"], ["fr-CA"], ["i-klingon"], ["x-pig-latin"], ["sgn-CH-de"], ["zh-cmn-Hans"]])(
    "may be in %s",
    (language) => {
      expect(readCap(edit("<language>en-US<", `<language>${language}<`)).alert.info[0]?.language).toBe(language);
    },
  );

  test.each([
    ["\n-11.,-12.1 13.2,14. 15,16 -11,-12.1\n"],
    ["+1,2 .5,.5 3,4 1,2"],
    ["10,179 10,-179 12,-179 12,179 10,179"],
  ])("may have the polygon %j", (polygon) => {
    const document = edit("38.47,-120.14 38.34,-119.95 38.52,-119.74 38.47,-120.14", polygon);
    expect(readCap(document).alert.info[0]?.area?.[0]?.polygon).toEqual([polygon.trim()]);
  });

  test.each([["1,2 3"], ["\n4,5 6\n"], ["-90,180 0.5"], ["1,2 +.5"]])("may have the circle %j", (circle) => {
    const document = edit("38.4,-120 5.5", circle);
    expect(readCap(document).alert.info[0]?.area?.[0]?.circle).toEqual([circle.trim()]);
  });

  test.each([[(digest: string) => digest.toUpperCase()], [(digest: string) => `\n ${digest}\n`]])(
    "may write its digest in other letters and with space around it",
    (write) => {
      const digest = "c22b5f9178342609428d6f51b2c5af4c0bde6a42";
      const document = edit(digest, write(digest));
      expect(listWarnings(document)).toEqual(["info[0].resource[0].derefUri embedded-file"]);
      expect(readCap(document).alert.info[0]?.resource?.[0]?.digest).toBe(write(digest));
    },
  );

  test("may have the digest of a file that is elsewhere", () => {
    expect(listWarnings(edit("<derefUri>aGk=</derefUri>", ""))).toEqual([]);
  });

  test("may be in UTC, written as CAP wants it", () => {
    expect(listWarnings(smallDocument.replace("2026-11-20T09:00:00-05:00", "2024-02-29T23:59:59-00:00"))).toEqual([]);
  });
});

describe("older versions", () => {
  test("CAP 1.0 is told in the words of today", () => {
    const { version, ...reading } = readCap(oldDocument);
    const [info] = reading.alert.info;
    expect(version).toBe("1.0");
    expect(info?.certainty).toBe("Likely");
    expect(info?.eventCode).toEqual([{ valueName: "same", value: "HTA" }]);
    expect(info?.parameter).toEqual([{ valueName: "Index", value: "38 degrees = hot" }]);
    expect(info?.area?.[0]?.geocode).toEqual([{ valueName: "fips6", value: "006113" }]);
    expect(info?.resource?.[0]?.mimeType).toBe("application/octet-stream");
    expect(listWarnings(oldDocument)).toEqual([
      "info[0].certainty former-word!",
      "info[0].resource[0].mimeType missing!",
    ]);
  });

  test.each([
    ["<category>Health</category>", "", "info[0].category missing!"],
    ["<scope>", "<password>secret</password><scope>", "password password!"],
    ["<info>", "<references>riverton-2003-0/alerts@hospital.example.org</references><info>", "references references!"],
  ])("CAP 1.0 with %j as %j", (from, to, warning) => {
    expect(listWarnings(edit(from, to, oldDocument))).toContain(warning);
  });

  test.each([
    ["eventCode>same=HTA", "eventCode>=HTA", "info[0].eventCode[0] name-and-value"],
    ["<status>Actual", "<status>Draft", "status enum"],
    ["<category>Health", "<category>CBRNE", "info[0].category[0] enum"],
    ["<certainty>Very Likely", "<certainty>Observed", "info[0].certainty enum"],
    ["<urgency>", "<responseType>Shelter</responseType><urgency>", "info[0].responseType[0] enum"],
    ["<scope>Public</scope>", "", "scope missing"],
  ])("strict CAP 1.0 refuses %j as %j", (from, to, refusal) => {
    expect(listRefusals(edit(from, to, oldDocument))).toEqual([refusal]);
  });

  test("an Update of CAP 1.0 cannot be followed: it names no time, so it is refused", () => {
    const update = edit("<msgType>Alert<", "<msgType>Update<", oldDocument).replace(
      "<info>",
      "<references>riverton-2003-0/alerts@hospital.example.org</references><info>",
    );
    for (const mode of ["strict", "tolerant"] as const)
      expect(listRefusals(update, mode)).toEqual(["references references-missing"]);
  });

  const document11 = smallDocument.replace(capNamespace, "urn:oasis:names:tc:emergency:cap:1.1");

  test("CAP 1.1 had no Avoid and no AllClear, and did without a media type", () => {
    const avoid = edit("<urgency>", "<responseType>Avoid</responseType><urgency>", document11);
    expect(listRefusals(avoid)).toEqual(["info[0].responseType[0] enum"]);
    expect(readCap(avoid, { mode: "tolerant" }).alert.info[0]?.responseType).toEqual(["Avoid"]);
    const resource = edit("</info>", "<resource><resourceDesc>Map</resourceDesc></resource></info>", document11);
    expect(listWarnings(resource)).toEqual(["info[0].resource[0].mimeType missing!"]);
    expect(readCap(resource).version).toBe("1.1");
    expect(listRefusals(edit("<category>Health</category>", "", document11))).toEqual(["info[0].category missing"]);
  });
});

describe("what is no alert", () => {
  test.each([
    ["", " empty-document"],
    [" \n", " empty-document"],
    ["<foo/>", " not-cap"],
    [`<foo xmlns="${capNamespace}"/>`, " not-cap"],
    ["<alert/>", " not-cap"],
    ['<alert xmlns="foo"/>', " not-cap"],
    ["<alert</alert>", " not-well-formed"],
    [smallDocument.replace("</info>", "</inf>"), " not-well-formed"],
    [smallDocument.slice(0, -1), " not-well-formed"],
    [`${smallDocument}words`, " not-well-formed"],
    [edit("Boil water.", "Boil & cool water.", smallDocument), " not-well-formed"],
    [edit("Boil water.", "Boil&nbsp;water.", smallDocument), " not-well-formed"],
    [edit("Boil water.", "Boil water.&#1;", smallDocument), " not-well-formed"],
    [edit("Boil water.", "Boil water.\u0001", smallDocument), " not-well-formed"],
    [`<?xml version="1.1"?>${edit("Boil water.", "Boil water.&#1;", smallDocument)}`, " not-well-formed"],
    [edit("<info>", '<info a="1" a="2">', smallDocument), " not-well-formed"],
    [edit("<info>", "<x:info>", smallDocument).replace("</info>", "</x:info>"), " not-well-formed"],
  ])("%j", (document, refusal) => {
    expect(listRefusals(document)).toEqual([refusal]);
    expect(listRefusals(document, "tolerant")).toEqual([refusal]);
  });

  test("says where the XML breaks", () => {
    expect(() => readCap("<alert>\n  <a></b>")).toThrow(/line 2, column \d+/);
  });
});

describe("the verdict", () => {
  test("names every fault, each with its path, in one error", () => {
    const document = edit("<severity>Severe<", "<severity>Bad<").replace("<scope>Restricted</scope>", "");
    let caught: unknown;
    try {
      readCap(document);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(InvalidPostError);
    expect(caught).toMatchObject({
      code: "invalid-post",
      outcome: "not-sent",
      path: "info[0].severity",
      violations: [
        {
          path: "info[0].severity",
          rule: "enum",
          message: "must be one of Extreme, Severe, Moderate, Minor, Unknown.",
        },
        { path: "scope", rule: "missing" },
      ],
    });
  });

  test("ends somewhere", () => {
    const many = edit("<info>", "<x/>".repeat(5000) + "<info>", smallDocument);
    expect(listRefusals(many).length).toBe(100);
    expect(listWarnings(many, "tolerant").length).toBe(100);
    expect(() => readCap(many)).toThrow(/There are 95 more\.$/);
  });

  test("says what was done", () => {
    const [first] = readCap(edit("<web>https:", "<web>ftp:"), { mode: "tolerant" }).warnings;
    expect(first?.message).toMatch(/It was left out\.$/);
  });
});

describe("options", () => {
  test.each([
    [{ mode: "lax" }, "mode"],
    [{ moode: "strict" }, "moode"],
    [{ limits: { size: 0 } }, "limits.size"],
    [{ limits: { depth: 1.5 } }, "limits.depth"],
    [{ limits: { bytes: 1 } }, "limits.bytes"],
  ])("%j are refused", (options, path) => {
    expect(() => readCap(smallDocument, options as object)).toThrow(expect.objectContaining({ code: "config", path }));
    expect(() => readCap(smallDocument, options as object)).toThrow(ConfigError);
  });

  test.each([
    [{ size: smallDocument.length - 1 }, "too-large"],
    [{ depth: 2 }, "too-deep"],
    [{ elements: 14 }, "too-many-elements"],
    [{ textLength: 26 }, "text-too-long"],
  ])("%j limits what a document may cost", (limits, rule) => {
    const [[name, limit] = ["", 0]] = Object.entries(limits);
    expect(() => readCap(smallDocument, { limits })).toThrow(
      expect.objectContaining({ violations: [expect.objectContaining({ rule, limit })] }),
    );
    expect(readCap(smallDocument, { limits: { [name]: limit + 1 } }).warnings).toEqual([]);
  });
});
