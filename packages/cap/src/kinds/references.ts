import type { AlertReference } from "@carecast/core";

import type { CapVersion } from "../cap-version.ts";
import type { Fault } from "../report.ts";
import { escapeText } from "../xml/escape-xml.ts";
import { defineKind, type Kind } from "./kind.ts";
import { readTime, toCapTime, writeTime } from "./time.ts";
import { isName } from "./words.ts";

const notATriple: Fault = {
  rule: "references",
  message: "must be sender,identifier,sent of each earlier message, separated by spaces (CAP 1.2, 3.2.1).",
};
const withoutTime: Fault = {
  rule: "references",
  message:
    "names earlier messages as CAP 1.0 does, without the time they were sent. They cannot be followed, and were left out.",
};

/** Triples of sender, identifier and time. CAP 1.0 had pairs of identifier and sender. */
export function referencesKind(version: CapVersion): Kind {
  return defineKind<readonly AlertReference[]>({
    blank: "remarkable",
    read(text, report) {
      const references: AlertReference[] = [];
      for (const item of text.trim().split(/\s+/)) {
        const [sender = "", identifier = "", sent = "", ...others] = item.split(",");
        if (version === "1.0" && item.includes("/") && sent === "") report.convert(withoutTime);
        else if (others.length > 0 || !isName(sender) || !isName(identifier) || toCapTime(sent) === undefined)
          report.repair(notATriple, "left out");
        else references.push({ sender, identifier, sent: readTime(sent, report) ?? sent });
      }
      return references.length > 0 ? references : undefined;
    },
    accepts: (value): value is readonly AlertReference[] => Array.isArray(value) && value.every(isReference),
    write(references, report) {
      const triples = references.map(
        (triple) => `${triple.sender},${triple.identifier},${writeTime(triple.sent, report)}`,
      );
      return escapeText(triples.join(" "), report);
    },
  });
}

function isReference(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { sender, identifier, sent, ...others }: Readonly<Record<string, unknown>> = { ...value };
  return (
    [sender, identifier, sent].every((text) => typeof text === "string" && isName(text)) &&
    Object.keys(others).length === 0
  );
}
