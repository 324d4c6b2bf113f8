import type { Fault } from "../report.ts";
import { escapeText } from "../xml/escape-xml.ts";
import { defineKind, isText, type Kind } from "./kind.ts";

const notBase64: Fault = { rule: "base64", message: "must be base64 (RFC 2045)." };
const embedded: Fault = {
  rule: "embedded-file",
  message: "holds a file. Whoever passes the alert on over the internet must take it out (CAP 1.2, 3.2.3).",
};

/** Lines of any length, and the `=` at the end that `atob` does without. Half a megabyte of audio is common. */
function isBase64(text: string): boolean {
  try {
    const bytes = atob(text).length;
    return bytes % 3 === 0 || text.trimEnd().endsWith("=");
  } catch {
    return false;
  }
}

export const base64: Kind = defineKind<string>({
  read(text, report) {
    if (!isBase64(text)) {
      report.repair(notBase64, "left out");
      return undefined;
    }
    report.remark(embedded);
    return text;
  },
  accepts: isText,
  write(text, report) {
    if (!isBase64(text)) report.refuse(notBase64);
    // A form feed counts as space here, and XML cannot hold it.
    return escapeText(text, report);
  },
});
