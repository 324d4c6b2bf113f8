import { parseAlert, type Alert } from "@carecast/core";

import { capNamespace } from "./cap-version.ts";
import { createReport, settle } from "./report.ts";
import { alertStructure } from "./structure/alert-structure.ts";
import { writeStructure } from "./structure/write-structure.ts";

/**
 * An alert as a CAP 1.2 document, which is to be sent in UTF-8. It is valid by the schema and by the text of the standard.
 * Times become whole seconds with an offset, UTC `-00:00`. A file in `derefUri` is written: take it out before the
 * document goes over the internet (CAP 1.2, 3.2.3).
 *
 * @throws InvalidPostError with every rule that the alert breaks and its path, characters included that XML cannot hold.
 */
export function writeCap(alert: Alert): string {
  const report = createReport("strict");
  const inside = writeStructure(alertStructure("1.2"), alert, "", report);
  // Core says in its own words what is no alert at all. The tables ask for the same, at a third of the cost.
  if (report.violations.length > 0 || !Array.isArray(alert.info)) parseAlert(alert);
  const content = settle("alert", inside, report);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="${capNamespace}">\n${content}</alert>\n`;
}
