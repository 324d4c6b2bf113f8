import { joinPath, type Fault, type Report } from "../report.ts";
import type { Field, Structure } from "./structure.ts";

const missing: Fault = { rule: "shape", message: "is missing." };
const unknown: Fault = { rule: "shape", message: "is not known here. Remove it, or correct its name." };
const wrongType: Fault = { rule: "shape", message: "has the wrong type." };

/** The elements inside an element, by its table. What cannot be written is told to the report. */
export function writeStructure(structure: Structure, value: unknown, place: string, report: Report): string {
  if (!isRecord(value)) {
    report.at(place);
    report.refuse(wrongType);
    return "";
  }
  let xml = "";
  let count = 0;
  for (const field of structure.fields) {
    const { name, isMany, isRequired } = field;
    const known = value[name];
    if (known === undefined) {
      if (isRequired) refuse(missing, place, name, report);
      continue;
    }
    count += 1;
    if (!isMany) xml += writeElement(field, known, place, undefined, report);
    else if (!Array.isArray(known)) refuse(wrongType, place, name, report);
    else for (let i = 0; i < known.length; i += 1) xml += writeElement(field, known[i], place, i, report);
  }
  if (count < Object.keys(value).length) refuseUnknown(structure, value, place, report);
  // Rules about several fields can rely on each field only when there is nothing wrong with any.
  if (report.violations.length === 0) structure.check(value, place, report, "1.2");
  return xml;
}

function writeElement(
  { name, content, keepsBlank, before, after }: Field,
  item: unknown,
  place: string,
  index: number | undefined,
  report: Report,
): string {
  if ("structure" in content)
    return before + writeStructure(content.structure, item, joinPath(place, name, index), report) + after;
  report.at(place, name, index);
  const text = content.kind.write(item, report);
  return text !== "" || keepsBlank ? before + text + after : "";
}

function refuseUnknown(structure: Structure, value: Record<string, unknown>, place: string, report: Report): void {
  for (const key of Object.keys(value)) if (!structure.byName.has(key)) refuse(unknown, place, key, report);
}

function refuse(fault: Fault, place: string, name: string, report: Report): void {
  report.at(place, name);
  report.refuse(fault);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
