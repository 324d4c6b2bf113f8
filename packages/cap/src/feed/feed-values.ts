import { isAbsoluteUri, isUri, isWebAddress } from "../kinds/uri.ts";
import type { Fault, Report } from "../report.ts";
import { escapeText } from "../xml/escape-xml.ts";

const missing: Fault = { rule: "missing", message: "is missing or empty." };
const notWeb: Fault = { rule: "uri", message: "must be a full http or https address without a user name." };
const notAbsolute: Fault = { rule: "uri", message: "must be an absolute address or URN." };

/** Reads the values of a feed or an entry that is to be written, and says at which path one is wrong. */
export interface FeedValues<T> {
  text(name: keyof T & string): string;
  /** As `text`, where the value may be absent. */
  optional(name: keyof T & string): string | undefined;
  id(name: keyof T & string): string;
  webAddress(name: keyof T & string): string;
  time(name: keyof T & string, write: (text: string, report: Report) => string): string;
}

export function feedValues<T extends object>(from: T, place: string, report: Report): FeedValues<T> {
  const raw = (name: keyof T & string): string => {
    const value: unknown = from[name];
    report.at(place, name);
    if (typeof value === "string" && value.trim() !== "") return value;
    report.refuse(missing);
    return "";
  };
  const checked = (name: keyof T & string, isRight: (text: string) => boolean, fault: Fault): string => {
    const value = raw(name);
    if (value !== "" && !isRight(value)) report.refuse(fault);
    return value;
  };
  return {
    text: (name) => escapeText(raw(name), report),
    optional: (name) => (from[name] === undefined ? undefined : escapeText(raw(name), report)),
    id: (name) =>
      escapeText(
        checked(name, (text) => isUri(text) && isAbsoluteUri(text), notAbsolute),
        report,
      ),
    webAddress: (name) => checked(name, isWebAddress, notWeb),
    time(name, write) {
      const value = raw(name);
      return value === "" ? "" : write(value, report);
    },
  };
}
