import type { Alert } from "@carecast/core";

import { isWebAddress } from "../kinds/uri.ts";
import type { Fault, Report } from "../report.ts";
import type { CapFeedEntry } from "./feed.ts";

const nothing: Fault = {
  rule: "entry-without-alert",
  message: "neither carries an alert nor links to a CAP document.",
};
const noId: Fault = { rule: "missing", message: "is missing or empty." };
const notWeb: Fault = { rule: "uri", message: "must be a full http or https address without a user name." };
const repeatedId: Fault = { rule: "repeated-id", message: "is the id of an earlier entry too." };

/** An entry while it is read. */
export interface EntryParts {
  id?: string | undefined;
  title?: string | undefined;
  updated?: string | undefined;
  url?: string | undefined;
  summary?: string | undefined;
  alert?: Alert | undefined;
}

/** Checks what every entry needs, whatever the format. `undefined` when it is of no use to anybody. */
export function finishEntry(parts: EntryParts, place: string, report: Report): CapFeedEntry | undefined {
  const url = readUrl(parts.url, place, report);
  if (url === undefined && !parts.alert) {
    report.at(place);
    report.repair(nothing, "left out");
  }
  const id = parts.id ?? url ?? parts.alert?.identifier;
  if (parts.id === undefined) {
    report.at(place, "id");
    report.repair(noId, id === undefined ? "left out" : "mended");
  }
  if (id === undefined || (url === undefined && !parts.alert)) return undefined;
  return { ...keepKnown({ ...parts, url }), id };
}

export function readUrl(text: string | undefined, place: string, report: Report): string | undefined {
  if (text === undefined || isWebAddress(text)) return text;
  report.at(place, "url");
  report.repair(notWeb, "left out");
  return undefined;
}

/** Without the keys that have no value. */
export function keepKnown<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // What is left has a value.
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export function checkIds(entries: readonly CapFeedEntry[], report: Report): void {
  const seen = new Set<string>();
  entries.forEach(({ id }, index) => {
    report.at("", "entries", index);
    if (seen.has(id)) report.bear(repeatedId);
    seen.add(id);
  });
}
