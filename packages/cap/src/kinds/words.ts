import type { Fault } from "../report.ts";
import { escapeText } from "../xml/escape-xml.ts";
import { defineKind, isText, textKind, type Kind } from "./kind.ts";

const name: Fault = {
  rule: "characters",
  message: "must not be empty and must not hold spaces, commas, < or & (CAP 1.2, 3.2.1).",
};
const language: Fault = { rule: "language", message: "must be a language tag, such as en or pt-BR (RFC 3066)." };
const mimeType: Fault = { rule: "mime-type", message: "must be a media type, such as image/jpeg (RFC 2046)." };
const digest: Fault = { rule: "digest", message: "is not a SHA-1 in 40 hexadecimal digits." };

export function isName(text: string): boolean {
  return /^[^\s,<&]+$/.test(text);
}

/** Identifier and sender: they make up the references of later alerts. */
export const capName: Kind = defineKind<string>({
  read(text, report) {
    if (isName(text)) return text;
    const trimmed = text.trim();
    if (isName(trimmed)) report.repair(name, "mended");
    else report.refuse(name);
    return trimmed;
  },
  accepts: (value): value is string => typeof value === "string" && isName(value),
  write: escapeText,
});

const languageTag = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;

/** A language that cannot be read is never left out: that would make it US English. */
export const languageKind: Kind = textKind({
  find: (text) => (languageTag.test(text) ? undefined : language),
  mend: (text) => matching(text.replaceAll("_", "-"), languageTag),
  otherwise: "refuse",
});

const mediaType =
  /^(?:application|audio|font|image|message|model|multipart|text|video)\/[\w!#$&^.+-]+(?:\s*;[^<>]*)?$/i;

/** What a resource is whose type nobody can tell. */
export const unknownMediaType = "application/octet-stream";

export const mimeTypeKind: Kind = textKind({
  find: (text) => (mediaType.test(text) ? undefined : mimeType),
  mend: () => unknownMediaType,
  otherwise: "leave out",
});

export function isDigest(text: string): boolean {
  return /^\s*[\da-f]{40}\s*$/i.test(text);
}

export const digestKind: Kind = defineKind<string>({
  read(text, report) {
    if (!isDigest(text)) report.remark(digest);
    return text;
  },
  accepts: isText,
  write: escapeText,
});

function matching(text: string, form: RegExp): string | undefined {
  return form.test(text) ? text : undefined;
}
