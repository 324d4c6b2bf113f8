import type { CapVersion } from "../cap-version.ts";
import type { Kind } from "../kinds/kind.ts";
import { joinPath, type Fault, type Report } from "../report.ts";
import { isBlank, type XmlElement } from "../xml/xml-element.ts";
import type { Field, Structure } from "./structure.ts";

const missing: Fault = { rule: "missing", message: "is missing or empty." };
const empty: Fault = { rule: "empty-element", message: "is empty, and counts as absent." };
const unknown: Fault = { rule: "unknown-element", message: "is not an element of CAP at this place." };
const noNamespace: Fault = { rule: "namespace", message: "is not in the namespace of CAP." };
const disorder: Fault = { rule: "element-order", message: "comes after an element that it must come before." };
const repeated: Fault = { rule: "repeated-element", message: "is there more than once." };
const strayText: Fault = { rule: "stray-text", message: "has text between its elements." };
const markup: Fault = { rule: "markup", message: "has elements in it where CAP has only text." };
const attribute: Fault = { rule: "unknown-attribute", message: "has an attribute, and CAP has none." };
const signature: Fault = {
  rule: "signature",
  message: "is there and was not verified: who sent the alert is not proven by it (CAP 1.2, 3.3.4.1).",
};

const signatures = "http://www.w3.org/2000/09/xmldsig#";
const instance = "http://www.w3.org/2001/XMLSchema-instance";

/** What stays the same for a whole document. */
export interface Reading {
  readonly report: Report;
  readonly version: CapVersion;
  readonly namespace: string;
}

/** The value of an element by its table. `undefined` when it lacks what it needs; the report knows why. */
export function readStructure(
  structure: Structure,
  element: XmlElement,
  place: string,
  reading: Reading,
): Record<string, unknown> | undefined {
  const { report, version } = reading;
  const value: Record<string, unknown> = {};
  checkAttributes(element, place, report);
  if (!isBlank(element.text)) tell(report, strayText, place);
  let last = -1;
  let isOrdered = true;
  let seen = 0;
  for (const child of element.children) {
    const field = findField(structure, child, place, reading);
    if (!field) continue;
    if (field.order < last && isOrdered) {
      isOrdered = false;
      report.at(place, field.name);
      report.bear(disorder);
    }
    last = field.order;
    const item = readField(field, child, value, place, reading);
    const isAgain = !field.isMany && (seen & (1 << field.order)) !== 0;
    seen |= 1 << field.order;
    if (isAgain) checkRepetition(field.name, item, value, place, report);
    else keep(field, item, value);
  }
  if (!hasRequired(structure, element, value, place, reading)) return undefined;
  structure.check(value, place, report, version);
  // What is refused needs no remarks, and what it lacks for that would make false ones.
  if (report.violations.length === 0) structure.review(value, place, report);
  return value;
}

function readField(
  field: Field,
  child: XmlElement,
  value: Readonly<Record<string, unknown>>,
  place: string,
  reading: Reading,
): unknown {
  const { name, content, isMany } = field;
  const index = isMany ? listOf(value[name]).length : undefined;
  return "structure" in content
    ? readStructure(content.structure, child, joinPath(place, name, index), reading)
    : readText(field, content.kind, child, place, index, reading.report);
}

function keep({ name, isMany }: Field, item: unknown, value: Record<string, unknown>): void {
  if (item === undefined) return;
  if (isMany && value[name] !== undefined) listOf(value[name]).push(item);
  else value[name] = isMany ? [item] : item;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function checkRepetition(
  name: string,
  item: unknown,
  value: Record<string, unknown>,
  place: string,
  report: Report,
): void {
  report.at(place, name);
  const known = value[name];
  // Which of two different ones holds, nobody can tell.
  if (item !== undefined && known !== undefined && !isSame(known, item)) report.refuse(repeated);
  else if (report.repair(repeated, "left out") && item !== undefined) value[name] = item;
}

function readText(
  { name, keepsBlank, isRequired }: Field,
  kind: Kind,
  { text, children, attributes }: XmlElement,
  place: string,
  index: number | undefined,
  report: Report,
): unknown {
  report.at(place, name, index);
  if (attributes.length > 0) report.bear(attribute);
  // The words in it are part of the sentence: without them it may say something else.
  if (children.length > 0) report.refuse(markup);
  if (keepsBlank || text.trim() !== "") return kind.read(text, report);
  if (isRequired) return undefined;
  if (kind.blank === "wrong") report.bear(empty);
  else if (kind.blank === "remarkable") report.remark(empty);
  return undefined;
}

function findField(structure: Structure, child: XmlElement, place: string, reading: Reading): Field | undefined {
  const { report, namespace } = reading;
  if (child.uri === namespace) {
    const field = structure.byName.get(child.name);
    if (!field) tell(report, unknown, place, child.name);
    return field;
  }
  if (child.uri === "" && structure.byName.has(child.name)) {
    report.at(place, child.name);
    report.bear(noNamespace);
    return structure.byName.get(child.name);
  }
  if (child.uri === signatures && structure.byName.has("info")) {
    report.at(place, "Signature");
    report.remark(signature);
  } else tell(report, unknown, place, child.name);
  return undefined;
}

function hasRequired(
  { fields, isDispensable }: Structure,
  element: XmlElement,
  value: Readonly<Record<string, unknown>>,
  place: string,
  { report, namespace }: Reading,
): boolean {
  const isSaid = (name: string): boolean =>
    element.children.some((child) => child.name === name && child.uri === namespace && child.text.trim() !== "");
  let isComplete = true;
  for (const { name, isRequired } of fields) {
    if (!isRequired || value[name] !== undefined) continue;
    isComplete = false;
    // What is there was refused for what it says.
    if (isSaid(name)) continue;
    report.at(place, name);
    if (!isDispensable || report.mode === "strict") report.refuse(missing);
    else leaveOut(place, name, report);
  }
  return isComplete;
}

/** What lacks a part that it must have is left out as a whole. */
function leaveOut(place: string, name: string, report: Report): void {
  report.at(place);
  report.repair({ ...missing, message: `has no ${name}.` }, "left out");
}

/** A document says where its schema is; nobody looks there. */
function checkAttributes({ attributes }: XmlElement, place: string, report: Report): void {
  const isWrong = attributes.some(({ name, uri }) => uri !== instance || !name.endsWith("chemaLocation"));
  if (isWrong) {
    report.at(place);
    report.bear(attribute);
  }
}

/** Names of elements come from the document: only what looks like a name gets into a path. */
function tell(report: Report, fault: Fault, place: string, name = ""): void {
  report.at(place, /^[A-Za-z][\w.-]{0,39}$/.test(name) ? name : "");
  report.repair(fault, "left out");
}

function isSame(first: unknown, second: unknown): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}
