import type { AlertResource } from "@carecast/core";

import { sha1 } from "@noble/hashes/legacy.js";
import { bytesToHex } from "@noble/hashes/utils.js";

import type { CapVersion } from "../cap-version.ts";
import { isAbsoluteUri } from "../kinds/uri.ts";
import { isDigest, unknownMediaType } from "../kinds/words.ts";
import type { Fault, Report } from "../report.ts";
import { mend, type Draft } from "./structure.ts";

const noMimeType: Fault = { rule: "missing", message: `is missing. The alert has ${unknownMediaType}.` };
const relative: Fault = {
  rule: "uri-relative",
  message: "must be a full address, unless the file is in derefUri (CAP 1.2, 3.2.3).",
};

const otherFile: Fault = {
  rule: "digest-mismatch",
  message: "is not the SHA-1 of the file in derefUri: one of the two was damaged or exchanged on the way.",
};

/** The rules of CAP 1.2, 3.2.3 that concern more than one field. */
export function checkResource(value: Draft<AlertResource>, place: string, report: Report, version: CapVersion): void {
  if (value.mimeType === undefined) {
    report.at(place, "mimeType");
    if (mend(noMimeType, report, version)) value.mimeType = unknownMediaType;
  }
  if (value.uri !== undefined && value.derefUri === undefined && !isAbsoluteUri(value.uri)) {
    report.at(place, "uri");
    if (report.repair(relative, "left out")) delete value.uri;
  }
}

/** Whether the file that is there is the one that was meant. It tells of accidents; who means harm changes both. */
export function reviewResource({ derefUri, digest }: Draft<AlertResource>, place: string, report: Report): void {
  if (derefUri === undefined || digest === undefined || !isDigest(digest)) return;
  if (bytesToHex(sha1(decodeBase64(derefUri))) === digest.trim().toLowerCase()) return;
  report.at(place, "digest");
  report.remark(otherFile);
}

function decodeBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
