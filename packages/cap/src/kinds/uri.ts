import type { Fault } from "../report.ts";
import { textKind, type Kind } from "./kind.ts";

const notWeb: Fault = {
  rule: "web",
  message: "must be a full http or https address without a user name (CAP 1.2, 3.2.2).",
};
const notUri: Fault = { rule: "uri", message: "must be an address in which spaces and the like are percent-encoded." };

/** The characters that RFC 3986 and RFC 3987 allow, and every percent sign followed by two digits. */
const characters = /^(?:[^\s\p{Cc}\p{Cs}<>"{}|\\^`%]|%[\dA-Fa-f]{2})+$/u;

/** An address, absolute or relative. */
export function isUri(text: string): boolean {
  // A colon ends a scheme, or comes after the first slash.
  return characters.test(text) && (isAbsoluteUri(text) || !/^[^/?#]*:/.test(text));
}

/** Whether it says by itself where it leads. */
export function isAbsoluteUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z\d+.-]*:/.test(text);
}

/** An address that people can be sent to. */
export function isWebAddress(text: string): boolean {
  if (!isUri(text) || !/^https?:\/\//i.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.username === "" && url.password === "";
}

export const webKind: Kind = textKind({
  find: (text) => (isWebAddress(text) ? undefined : notWeb),
  otherwise: "leave out",
});

/** Whether it may be relative depends on the rest of the resource. */
export const uriKind: Kind = textKind({ find: (text) => (isUri(text) ? undefined : notUri), otherwise: "leave out" });
