import type { AlertResource } from "@carecast/core";

import type { CapVersion } from "../cap-version.ts";
import { isAbsoluteUri } from "../kinds/uri.ts";
import { unknownMediaType } from "../kinds/words.ts";
import type { Fault, Report } from "../report.ts";
import { mend, type Draft } from "./structure.ts";

const noMimeType: Fault = { rule: "missing", message: `is missing. The alert has ${unknownMediaType}.` };
const relative: Fault = {
  rule: "uri-relative",
  message: "must be a full address, unless the file is in derefUri (CAP 1.2, 3.2.3).",
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
