import type { Fault, Report } from "../report.ts";

const mismatch: Fault = {
  rule: "encoding-mismatch",
  message: "The declared encoding is not the one that the bytes are in.",
};
const unknown: Fault = { rule: "encoding-unknown", message: "The declared encoding is not known here." };
const broken: Fault = { rule: "encoding-bytes", message: "The bytes are not text in their encoding." };

const declaration = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/;
const strictly = { fatal: true, ignoreBOM: true };
const utf8 = new TextDecoder("utf-8", strictly);
const latin = new TextDecoder("windows-1252");

/**
 * The text of a document: by its byte order mark, else by its declaration, else as UTF-8 (XML 1.0, appendix F). A mark
 * wins over a declaration that says otherwise. `undefined` when it was refused.
 */
export function decodeXml(bytes: Uint8Array, report: Report): string | undefined {
  const mark = findMark(bytes);
  if (mark) return decodeMarked(bytes.subarray(mark.length), mark.encoding, report);
  const label = findLabel(latin.decode(bytes.subarray(0, 200)));
  const decoder = label === undefined ? utf8 : openDecoder(label);
  if (!decoder) {
    report.refuse(unknown);
    return undefined;
  }
  if (decoder.encoding === "utf-8") return decodeUtf8(bytes, report);
  if (decoder.encoding.startsWith("utf-16")) {
    // The declaration was just read one byte at a time, so UTF-16 it is not.
    report.repair(mismatch, "mended");
    return decodeUtf8(bytes, report);
  }
  return decode(bytes, decoder, report);
}

interface Mark {
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be";
  /** Bytes of the mark itself. */
  readonly length: number;
}

function findMark([a, b, c]: Uint8Array): Mark | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: "utf-8", length: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", length: 2 };
  if (a === 0x3c && b === 0) return { encoding: "utf-16le", length: 0 };
  if (a === 0 && b === 0x3c) return { encoding: "utf-16be", length: 0 };
  return undefined;
}

function decodeMarked(bytes: Uint8Array, encoding: Mark["encoding"], report: Report): string | undefined {
  const text = decode(bytes, new TextDecoder(encoding, strictly), report);
  const label = text === undefined ? undefined : findLabel(text);
  if (label !== undefined && !means(label, encoding)) report.repair(mismatch, "mended");
  return text;
}

function means(label: string, encoding: Mark["encoding"]): boolean {
  // Of the two orders that it can have, the mark names one.
  if (/^utf-?16$/i.test(label)) return encoding !== "utf-8";
  return openDecoder(label)?.encoding === encoding;
}

/** Feeds often call windows-1252 UTF-8; text in UTF-8 that is not ASCII is hardly ever valid by chance. */
function decodeUtf8(bytes: Uint8Array, report: Report): string {
  try {
    return utf8.decode(bytes);
  } catch {
    report.repair(broken, "mended");
    return latin.decode(bytes);
  }
}

function decode(bytes: Uint8Array, decoder: TextDecoder, report: Report): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    report.refuse(broken);
    return undefined;
  }
}

function findLabel(text: string): string | undefined {
  return declaration.exec(text)?.[1];
}

/** What the platform can decode, it decodes. */
function openDecoder(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label, strictly);
  } catch {
    return undefined;
  }
}
