import type { Alert, AlertInfo, AlertReference } from "@carecast/core";

import type { Fault, Report } from "../report.ts";
import type { Draft } from "./structure.ts";

const noReferences: Fault = {
  rule: "references-missing",
  message:
    "must name the earlier messages with sender, identifier and time: an Update, a Cancel, an Ack or an Error is about one (CAP 1.2, 3.2.1).",
};
const toItself: Fault = { rule: "reference-itself", message: "names the message itself." };
const later: Fault = { rule: "reference-later", message: "names a message that was sent after this one." };
const otherSender: Fault = {
  rule: "reference-sender",
  message: "names a message of another sender; it can be followed only by exactly that name.",
};
const restriction: Fault = {
  rule: "restriction",
  message: "is for the scope Restricted, and this one is another (CAP 1.2, 3.2.1).",
};
const noAddresses: Fault = {
  rule: "addresses-missing",
  message: "must name the recipients of an alert of the scope Private (CAP 1.2, 3.2.1).",
};
const noInfo: Fault = { rule: "no-info", message: "is missing: the message says nothing to people." };
const testWords: Fault = {
  rule: "test-words",
  message: "speaks of a test, a drill or an exercise in an alert with the status Actual.",
};
const sameText: Fault = { rule: "same-text", message: "has the words of a block in another language." };

/** The rules of CAP 1.2, 3.2.1 that concern more than one field. */
export function checkAlert(value: Draft<Alert>, place: string, report: Report): void {
  checkReferences(value, place, report);
  if (value.msgType !== "Alert" && !value.references?.length) {
    report.at(place, "references");
    report.refuse(noReferences);
  }
  if (value.restriction !== undefined && value.scope !== "Restricted") {
    report.at(place, "restriction");
    report.bear(restriction);
  }
  if (value.scope === "Private" && !value.addresses?.length) {
    report.at(place, "addresses");
    report.bear(noAddresses);
  }
}

function checkReferences(value: Draft<Alert>, place: string, report: Report): void {
  const index = value.references?.findIndex((reference) => isSameMessage(reference, value)) ?? -1;
  if (index < 0) return;
  report.at(place, "references", index);
  if (!report.repair(toItself, "left out")) return;
  value.references = value.references?.filter((reference) => !isSameMessage(reference, value)) ?? [];
  if (value.references.length === 0) delete value.references;
}

function isSameMessage(reference: AlertReference, { identifier, sender, sent = "" }: Draft<Alert>): boolean {
  return (
    reference.identifier === identifier &&
    reference.sender === sender &&
    Date.parse(reference.sent) === Date.parse(sent)
  );
}

/** What a person should know who passes the alert on. */
export function reviewAlert(value: Draft<Alert>, place: string, report: Report): void {
  const remark = (fault: Fault, name: string, index?: number): void => {
    report.at(place, name, index);
    report.remark(fault);
  };
  value.references?.forEach(({ sender, sent }, index) => {
    if (Date.parse(sent) > Date.parse(value.sent ?? "")) remark(later, "references", index);
    if (sender !== value.sender) remark(otherSender, "references", index);
  });
  const { info = [], status } = value;
  if (info.length === 0) remark(noInfo, "info");
  info.forEach((block, index) => {
    if (status === "Actual" && speaksOfTests(block)) remark(testWords, "info", index);
  });
  for (const index of findCopies(info)) remark(sameText, "info", index);
}

function speaksOfTests({ event, headline, description, instruction }: Partial<AlertInfo>): boolean {
  return [event, headline, description, instruction].some(
    (text) => text !== undefined && /\b(?:tests?|drills?|exercises?)\b/i.test(text),
  );
}

/** The blocks of which a translation was forgotten: another language, and a text of an earlier block. */
function findCopies(blocks: readonly Partial<AlertInfo>[]): readonly number[] {
  if (blocks.length < 2) return [];
  const said = new Map<string, string>();
  return blocks.flatMap((block, index) => {
    const language = speech(block);
    const texts = [block.headline, block.description, block.instruction].filter((text) => text !== undefined);
    const isCopy = texts.some((text) => (said.get(text) ?? language) !== language);
    for (const text of texts) if (!said.has(text)) said.set(text, language);
    return isCopy ? [index] : [];
  });
}

/** The language without its region: a text may serve several countries. */
function speech(block: Partial<AlertInfo>): string {
  return (block.language ?? "en-US").toLowerCase().split("-")[0] ?? "";
}
