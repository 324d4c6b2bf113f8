import { SaxesParser, type SaxesTagNS } from "saxes";

import type { CapLimits } from "../limits.ts";
import type { Fault, Report } from "../report.ts";
import { decodeXml } from "./decode-xml.ts";
import { isBlank, type XmlAttribute, type XmlElement } from "./xml-element.ts";

const empty: Fault = { rule: "empty-document", message: "The document is empty." };
const doctype: Fault = {
  rule: "doctype",
  message: "The document has a DOCTYPE, which can define entities and name files. CAP needs none.",
};
const leadingSpace: Fault = {
  rule: "leading-space",
  message: "There is space before the XML declaration.",
};

/**
 * The root of a document, or `undefined` when it was refused. Nothing is loaded and no entity expanded: a document type
 * is refused before the parser sees it. Limits hold while it reads.
 */
export function readXml(input: Uint8Array | string, limits: CapLimits, report: Report): XmlElement | undefined {
  if (input.length > limits.size) {
    report.refuse(tooMuch("too-large", "The document is larger than", limits.size, input.length));
    return undefined;
  }
  const decoded = typeof input === "string" ? input : decodeXml(input, report);
  if (decoded === undefined) return undefined;
  const text = decoded.startsWith("\uFEFF") ? decoded.slice(1) : decoded;
  if (isBlank(text)) {
    report.refuse(empty);
    return undefined;
  }
  if (text.includes("<!DOCTYPE")) {
    report.refuse(doctype);
    return undefined;
  }
  return parse(skipLeadingSpace(text, report), limits, report);
}

function skipLeadingSpace(text: string, report: Report): string {
  const code = text.charCodeAt(0);
  if (code === 0x3c || !/^\s+<\?xml\s/.test(text)) return text;
  report.repair(leadingSpace, "left out");
  return text.trimStart();
}

/** Ends the parser at once; never leaves this file. */
class Refusal extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.rule);
    this.fault = fault;
  }
}

function parse(text: string, limits: CapLimits, report: Report): XmlElement | undefined {
  try {
    return buildTree(text, limits);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    report.refuse(error.fault);
    return undefined;
  }
}

/** As `XmlElement`, while it grows. */
interface GrowingElement extends XmlElement {
  children: XmlElement[];
  text: string;
}

const noChildren: XmlElement[] = [];
const noAttributes: readonly XmlAttribute[] = [];

function buildTree(text: string, limits: CapLimits): XmlElement {
  // A document that calls itself XML 1.1 gets no more characters than others.
  const parser = new SaxesParser({ xmlns: true, position: false, defaultXMLVersion: "1.0", forceXMLVersion: true });
  const open: GrowingElement[] = [];
  let current: GrowingElement | undefined;
  let root: XmlElement | undefined;
  let count = 0;

  parser.on("error", () => {
    throw new Refusal({
      rule: "not-well-formed",
      message: `The document is not well-formed XML, in line ${parser.line}, column ${parser.column}.`,
    });
  });
  parser.on("opentag", (tag) => {
    count += 1;
    if (count > limits.elements)
      throw new Refusal(tooMuch("too-many-elements", "There are more elements than", limits.elements));
    if (open.length + (current ? 2 : 1) > limits.depth)
      throw new Refusal(tooMuch("too-deep", "Elements are nested deeper than", limits.depth));
    const element = { name: tag.local, uri: tag.uri, attributes: listAttributes(tag), children: noChildren, text: "" };
    if (current) {
      if (current.children === noChildren) {
        current.children = [];
        if (isBlank(current.text)) current.text = "";
      }
      current.children.push(element);
      open.push(current);
    } else root = element;
    current = element;
  });
  const addText = (more: string): void => {
    if (!current || (current.children !== noChildren && isBlank(more))) return;
    current.text += more;
    if (current.text.length > limits.textLength)
      throw new Refusal(tooMuch("text-too-long", "An element is longer than", limits.textLength));
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    current = open.pop();
  });
  parser.write(text).close();
  if (!root) throw new Refusal(empty);
  return root;
}

function listAttributes({ attributes }: SaxesTagNS): readonly XmlAttribute[] {
  let list: XmlAttribute[] | undefined;
  for (const name in attributes) {
    const attribute = attributes[name];
    if (!attribute || attribute.prefix === "xmlns" || name === "xmlns") continue;
    (list ??= []).push({ name: attribute.local, uri: attribute.uri, value: attribute.value });
  }
  return list ?? noAttributes;
}

function tooMuch(rule: string, words: string, limit: number, count?: number): Fault {
  return { rule, message: `${words} ${limit.toLocaleString("en")}.`, limit, ...(count !== undefined && { count }) };
}
