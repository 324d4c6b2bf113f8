import type { Alert } from "@carecast/core";

import { findVersion } from "../cap-version.ts";
import { readAlertElement } from "../read-cap.ts";
import { createReport, joinPath, type Fault, type Report } from "../report.ts";
import type { XmlElement } from "../xml/xml-element.ts";

const broken: Fault = { rule: "alert-refused", message: "carries an alert that breaks rules." };

export function isAlertElement({ name, uri }: XmlElement): boolean {
  return name === "alert" && findVersion(uri) !== undefined;
}

/** The alert that an entry carries. One that is broken does not take the others with it when the mode is tolerant. */
export function readEmbeddedAlert(element: XmlElement, place: string, report: Report): Alert | undefined {
  const own = createReport(report.mode);
  const reading = readAlertElement(element, joinPath(place, "alert"), own);
  report.adopt(own);
  if (own.violations.length === 0 && reading) return reading.alert;
  report.at(place);
  report.repair(broken, "left out");
  return undefined;
}
