import type { AlertArea } from "@carecast/core";

import type { Fault, Report } from "../report.ts";
import type { Draft } from "./structure.ts";

const ceiling: Fault = {
  rule: "ceiling",
  message: "needs an altitude, and must not be below it (CAP 1.2, 3.2.4).",
};
const wordsOnly: Fault = {
  rule: "area-words-only",
  message: "has no polygon, circle or geocode: machines cannot tell where it is.",
};

/** The rules of CAP 1.2, 3.2.4 that concern more than one field. */
export function checkArea(value: Draft<AlertArea>, place: string, report: Report): void {
  if (value.ceiling !== undefined && (value.altitude === undefined || value.ceiling < value.altitude)) {
    report.at(place, "ceiling");
    if (report.repair(ceiling, "left out")) delete value.ceiling;
  }
}

/** What machines that receive the alert will miss. */
export function reviewArea(value: Draft<AlertArea>, place: string, report: Report): void {
  if (!value.polygon && !value.circle && !value.geocode) {
    report.at(place);
    report.remark(wordsOnly);
  }
}
