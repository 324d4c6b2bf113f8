import type { AlertInfo } from "@carecast/core";

import type { CapVersion } from "../cap-version.ts";
import type { Fault, Report } from "../report.ts";
import { mend, type Draft } from "./structure.ts";

const noCategory: Fault = { rule: "missing", message: "is missing. The alert has Other." };
const noExpires: Fault = { rule: "no-expires", message: "is missing: nobody can tell when the alert ends." };
const noInstruction: Fault = { rule: "no-instruction", message: "is missing: people are not told what to do." };
const longHeadline: Fault = {
  rule: "headline-long",
  message: "is longer than the 160 characters that some displays show.",
};
const endsFirst: Fault = {
  rule: "time-order",
  message: "is before the time at which the event or its warning begins.",
};

/** The rule of CAP 1.2, 3.2.2 that is not about one element: older versions did without a category. */
export function checkInfo(value: Draft<AlertInfo>, place: string, report: Report, version: CapVersion): void {
  if (!value.category?.length) {
    report.at(place, "category");
    if (mend(noCategory, report, version === "1.0" ? "1.0" : "1.2")) value.category = ["Other"];
  }
}

/** What people will miss. */
export function reviewInfo(value: Draft<AlertInfo>, place: string, report: Report): void {
  if (value.expires === undefined) remark("expires", noExpires);
  else if (isAfter(value.effective, value.expires) || isAfter(value.onset, value.expires)) remark("expires", endsFirst);
  if (value.instruction === undefined) remark("instruction", noInstruction);
  if (isLong(value.headline)) remark("headline", longHeadline);

  function remark(name: string, fault: Fault): void {
    report.at(place, name);
    report.remark(fault);
  }
}

/** Counted in characters: an emoji is one. */
function isLong(headline = ""): boolean {
  return headline.length > 160 && Array.from(headline).length > 160;
}

function isAfter(first: string | undefined, second: string): boolean {
  return first !== undefined && Date.parse(first) > Date.parse(second);
}
