import type { MedicineLot } from "../medicine/medicine-notice.ts";
import { readExpiry } from "./read-expiry.ts";

/** What free text says of lots. It is an aid to a human: `isCertain` tells whether anything in it could not be read. */
export interface FoundLots {
  readonly lots: readonly MedicineLot[];
  readonly all: boolean;
  /** A range of lots is not written out, and an expiry that belongs to several lots is given to none. */
  readonly isCertain: boolean;
}

const month = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}";
const word = new RegExp(`(?:\\d{1,2}[ -]?)?\\b${month}[ ./-]?\\d{4}\\b|[A-Za-z0-9][A-Za-z0-9./-]*|;`, "gi");

const lotWord = /^(?:lots?|batch(?:es)?)$/i;
const expiryWord = /^exp(?:iry|ires|iration|\.)?$/i;
/** After these come numbers of another kind, until lots are named again. */
const otherWord = /^(?:upc|ndc|ref|sn|serials?|model|item|catalog|cat|sku|udi|gtin|part|code)\.?$/i;
const rangeWord = /^(?:to|through|thru)$/i;

interface Reading {
  readonly lots: MedicineLot[];
  reads: "nothing" | "lots" | "expiry";
  /** How many lots stand there since the last expiry or semicolon. */
  pending: number;
  isCertain: boolean;
}

/** The lots of a text such as `Lots: A1234 exp 03/2027, A1235 exp 04/2027`. */
export function readLots(text: string): FoundLots {
  const reading: Reading = { lots: [], reads: "nothing", pending: 0, isCertain: true };
  for (const [token] of text.matchAll(word)) readToken(reading, token.replace(/[./-]+$/, ""));
  const all = reading.lots.length === 0 && /\ball (?:lots|batches)\b/i.test(text);
  const unique = [...new Map(reading.lots.map((lot) => [lot.lot, lot])).values()];
  return { lots: unique, all, isCertain: reading.isCertain };
}

function readToken(reading: Reading, token: string): void {
  if (token === ";") reading.pending = 0;
  else if (lotWord.test(token)) reading.reads = "lots";
  else if (reading.reads === "nothing") return;
  else if (otherWord.test(token)) reading.reads = "nothing";
  else if (expiryWord.test(token)) reading.reads = "expiry";
  else if (rangeWord.test(token)) reading.isCertain = false;
  else if (/\d/.test(token)) readValue(reading, token);
}

function readValue(reading: Reading, token: string): void {
  const expiry = readExpiry(token);
  // Eight digits are a day only where an expiry is due: elsewhere they are a lot.
  const isDay = expiry !== undefined && (reading.reads === "expiry" || !/^\d+$/.test(token));
  const isShortDate = reading.reads === "expiry" && /^(?:\d{4}|\d{6}|\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?)$/.test(token);
  if (isDay || isShortDate) {
    endLots(reading, isDay ? expiry : undefined);
    return;
  }
  reading.reads = "lots";
  if (looksLikeRange(token) || !/^[A-Za-z0-9]{2,}(?:[-/][A-Za-z0-9]+|\.\d+)*$/.test(token)) reading.isCertain = false;
  else {
    reading.lots.push({ lot: token });
    reading.pending += 1;
  }
}

function endLots(reading: Reading, expiry: string | undefined): void {
  const last = reading.lots.at(-1);
  if (expiry !== undefined && last && reading.pending === 1) reading.lots.splice(-1, 1, { ...last, expiry });
  else reading.isCertain = false;
  reading.pending = 0;
  reading.reads = "lots";
}

/** Two halves of one shape, such as 24A01-24A45, are the ends of a range, or a lot that looks like one. */
function looksLikeRange(token: string): boolean {
  const [first = "", second = "", ...more] = token.split("-");
  const shape = (part: string): string => part.replace(/\d/g, "0").replace(/[A-Za-z]/g, "a");
  return more.length === 0 && second.length > 2 && shape(first) === shape(second);
}
