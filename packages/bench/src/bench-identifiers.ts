import { createIdentifierScan } from "@carecast/core/identifiers";
import { SyncRedactor } from "redact-pii";

import { measure } from "./measure.ts";
import type { Row } from "./row.ts";

/** What a health service writes in a week: prose, with a number every hundred characters or so. */
const prose = [
  "The county health office asks everyone in the valley to keep windows closed until the smoke clears. Clinics stay open and staff can answer questions about medicine, masks and transport.",
  "If you feel short of breath, sit down, rest, and ask a neighbour to call for help. Our nurses visit schools on Monday and hand out leaflets in several languages.",
  "Boil water for 1 minute before you drink it. The advisory covers Riverton and 12 villages north of the river; babies under 6 months need bottled water.",
  "Many people worry about side effects. Most of them are mild and pass within a day or two: a sore arm, a little fever, a headache. Serious reactions are very rare, and staff know what to do.",
  "Take 500 mg every 6 hours, and never more than 4 g a day. Ask your pharmacist first if you take other medicines or if you are pregnant.",
  "Our emergency department is very busy tonight. If your life is not in danger, please call 111 or visit your pharmacist first. Thank you for being kind to our staff.",
  "Handwashing is the simplest way to stop germs from spreading. Wet your hands, use soap, rub for as long as it takes to hum a short song twice, and dry them well.",
  "Sleep helps children to learn and to stay well. Keep screens out of the bedroom, read a story together, and let them go to bed at the same time every night, also at the weekend.",
];
/** Announcements, with a number every thirty characters, a link, a hashtag and a telephone number. */
const announcements = [
  "Free flu shots for everyone aged 65 and older on 12 May at the Main Hall, doors open at 8 a.m. Side effects are mild: a sore arm for a day or two.",
  "Last year 3,412 people gave blood here. The next drive is on Friday from 9:00 to 17:00. Questions? (415) 555-0132 or https://www.example.org/blood #GiveBlood",
];
const text = prose.join("\n").repeat(16);
const dense = announcements.join("\n").repeat(64);

/** One plain expression for each of the 18 identifiers, as they are found in many places. */
const bareExpressions: readonly RegExp[] = [
  /\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]+/g,
  /\b\d{5}(?:-\d{4})?\b/g,
  /\b\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b/g,
  /\(?\b\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}\b/g,
  /\bfax:? ?[\d() -]+/gi,
  /[\w.+-]+@[\w-]+\.[\w.]+/g,
  /\b\d{3}-\d{2}-\d{4}\b/g,
  /\bMRN:?\s*\d+\b/gi,
  /\b\d[A-Z][A-Z\d]\d-?[A-Z][A-Z\d]\d-?[A-Z]{2}\d{2}\b/g,
  /\b(?:\d[ -]?){13,19}\b/g,
  /\b(?:license|licence|certificate)[:# ]+\w+/gi,
  /\b[A-HJ-NPR-Z\d]{17}\b/g,
  /\b(?:serial|SN)[:# ]+\w+/gi,
  /\bhttps?:\/\/\S+/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
  /\b(?:fingerprint|voiceprint|retina)\b/gi,
  /\bphoto of (?:the|our|a) patient\b/gi,
  /\b9\d[- ]years?[- ]old\b/gi,
];

/** Once over a text, as a program would run one expression after the other. */
function runBare(read: string): void {
  for (const expression of bareExpressions) for (const _ of read.matchAll(expression));
}

const hostile = ["1 ", "415-555-0132 ", "patient Maria ", "a.b@", "#aA", "born 3 march ", "\u0663-"];

/** Looking for the 18 identifiers of 45 CFR 164.514(b)(2). */
export async function benchIdentifiers(scale: number): Promise<readonly Row[]> {
  const { scan } = createIdentifierScan({ allow: { url: ["example.org"], phone: ["(415) 555-0132"] } });
  const redactor = new SyncRedactor();
  const rates = await measure(
    {
      ours: () => scan([{ path: "text", text }]),
      bare: () => runBare(text),
      redactor: () => redactor.redact(text),
    },
    { calls: 80 * scale, rounds: 7, concurrency: 1, seconds: "cpu" },
  );
  const denseRates = await measure(
    { ours: () => scan([{ path: "text", text: dense }]), bare: () => runBare(dense) },
    { calls: 40 * scale, rounds: 7, concurrency: 1, seconds: "cpu" },
  );
  const slowest = await findWorstGrowth(scan);
  const against = "18 bare regular expressions";
  return [
    {
      what: "identifier scan of English text",
      ours: megabytes(rates.ours),
      against,
      theirs: megabytes(rates.bare),
      ratio: rates.ours / rates.bare,
      target: { atLeast: 1 },
    },
    {
      what: "identifier scan of English text",
      ours: megabytes(rates.ours),
      against: "redact-pii",
      theirs: megabytes(rates.redactor),
      ratio: rates.ours / rates.redactor,
      target: { atLeast: 6 },
    },
    {
      what: "identifier scan of announcements full of numbers",
      ours: megabytes(denseRates.ours, dense),
      against,
      theirs: megabytes(denseRates.bare, dense),
      ratio: denseRates.ours / denseRates.bare,
    },
    {
      what: "identifier scan of hostile text, the worst of seven",
      ours: `${slowest.toFixed(1)} times`,
      against: "four times the text",
      theirs: "4.0 times",
      ratio: slowest / 4,
      target: { atMost: 1.5 },
    },
  ];
}

/** How much longer four times the text takes, for the pattern that grows most. */
async function findWorstGrowth(scan: ReturnType<typeof createIdentifierScan>["scan"]): Promise<number> {
  const growths: number[] = [];
  for (const pattern of hostile) {
    const [short, long] = [pattern.repeat(20_000), pattern.repeat(80_000)];
    const rates = await measure(
      { short: () => scan([{ path: "text", text: short }]), long: () => scan([{ path: "text", text: long }]) },
      { calls: 2, rounds: 5, concurrency: 1, seconds: "cpu" },
    );
    growths.push(rates.short / rates.long);
  }
  return Math.max(...growths);
}

function megabytes(callsPerSecond: number, read = text): string {
  return `${((callsPerSecond * read.length) / 1e6).toFixed(1)} MB/s`;
}
