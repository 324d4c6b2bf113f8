import type { Alert } from "@carecast/core";

import { findVersion, type CapVersion } from "./cap-version.ts";
import { alertLimits, type CapLimits } from "./limits.ts";
import { readOptions } from "./read-options.ts";
import { createReport, settle, type CapMode, type CapWarning, type Fault, type Report } from "./report.ts";
import { alertStructure } from "./structure/alert-structure.ts";
import { readStructure } from "./structure/read-structure.ts";
import { readXml } from "./xml/read-xml.ts";
import type { XmlElement } from "./xml/xml-element.ts";

const notCap: Fault = {
  rule: "not-cap",
  message: "The document is not a CAP alert: its root is not alert in the namespace of CAP 1.0, 1.1 or 1.2.",
};

/** How documents are read. */
export interface CapReadOptions {
  /** Default `strict`. */
  readonly mode?: CapMode;
  /** Each one that is given replaces its default. */
  readonly limits?: Partial<CapLimits>;
}

/** A document that was read. */
export interface CapReading {
  readonly alert: Alert;
  /** What was mended, left out or is worth a look. A signature is in it as `signature`: it is never verified. */
  readonly warnings: readonly CapWarning[];
  /** The version that the document was written in. */
  readonly version: CapVersion;
}

/**
 * Reads one CAP document: bytes by their byte order mark or declaration, a string as it is. Nothing is loaded, no entity
 * expanded, no value turned into a number that the model does not have as one.
 *
 * @throws InvalidPostError with every rule that the document breaks (OASIS CAP 1.2: schema and text) and its path.
 * @throws ConfigError when an option is wrong.
 */
export function readCap(input: Uint8Array | string, options: CapReadOptions = {}): CapReading {
  const { mode, limits } = readOptions("readCap", options, alertLimits);
  const report = createReport(mode);
  const root = readXml(input, limits, report);
  const reading = root && readAlertElement(root, "", report);
  const { alert, version } = settle("CAP document", reading, report);
  return { alert, warnings: report.warnings, version };
}

/** An alert that was read by the tables. */
export interface ReadAlert {
  readonly alert: Alert;
  readonly version: CapVersion;
}

export function readAlertElement(element: XmlElement, place: string, report: Report): ReadAlert | undefined {
  const version = element.name === "alert" ? findVersion(element.uri) : undefined;
  if (version === undefined) {
    report.at(place);
    report.refuse(notCap);
    return undefined;
  }
  const value = readStructure(alertStructure(version), element, place, { report, version, namespace: element.uri });
  if (!value) return undefined;
  // The model has a list of blocks even where there is none.
  const alert: unknown = { info: [], ...value };
  // The tables ask for all that `parseAlert` of core asks for, at
  // a third of the cost; what breaks a rule of theirs is in the report, and never gets out of the reader.
  return { alert: alert as Alert, version };
}
