import { matchAt } from "../text/match-at.ts";
import { monthNames } from "./months.ts";

/** Words with a capital that begin no name: titles of things, days, months, small words at the head of a sentence. */
const noName: ReadonlySet<string> = new Set(
  [
    ...monthNames,
    ...[
      "a an the this that these those our your my his her their its and or of for in on at with who what when why how",
      "is are was were be do does did can may must will please if it we you they he she i no not new all any some every",
      "monday tuesday wednesday thursday friday saturday sunday today tomorrow",
      "portal portals safety experience access care rights right services service advocate advocates advocacy education",
      "information info week day month year family families advisory council center centre financial assistance guide",
      "handbook relations parking registration resources resource support satisfaction survey surveys stories story success",
      "spotlight centered group groups team teams engagement feedback room rooms tower transport transfer transfers lift",
      "monitoring data privacy id ids number numbers name names history records record chart charts forms form billing",
      "representative coordinator navigator navigators navigation liaison line unit ward beds bed flow outcomes participation",
      "protection affordable choice voice voices first zero visit visits visitor visitors visiting hours app apps hub link",
      "online connect reported generated education leaflet leaflets summit forum day program programme initiative association",
      "hospital clinic health medical medicine university school blood drive street avenue road boulevard drive",
      "zoom teams skype facebook instagram youtube whatsapp medicare medicaid webinar webinars podcast",
      "covid flu mri ct er icu ed faq nhs hipaa el la los las un una nuestro nuestra su de del der die das ein eine unser",
      "le les une notre il o os as um uma",
    ].flatMap((line) => line.split(" ")),
  ].map((word) => word.toLowerCase()),
);
const particles: ReadonlySet<string> = new Set("de la del der den van von zu da dos di du le bin al el y".split(" "));

const word = /[A-Za-z\u0080-\uffff][A-Za-z\u0080-\uffff']{0,30}(?:-[A-Za-z\u0080-\uffff']{1,30}){0,2}/y;
const initialPair = /[A-Z]\. ?[A-Z]\.?(?![A-Za-z])/y;
const wordsOfName = 4;

export interface FoundName {
  readonly end: number;
  /** Words with a capital. */
  readonly capitals: number;
  readonly first: string;
}

/** Reads capitalised words and the particles between them; `undefined` where no name begins at `start`. */
export function readName(text: string, start: number): FoundName | undefined {
  let at = start;
  let end = start;
  let capitals = 0;
  let first = "";
  for (let count = 0; count < wordsOfName; count += 1) {
    const found = matchAt(word, text, at)?.[0];
    if (found === undefined) break;
    const lower = found.toLowerCase();
    if (isCapitalised(found) && !noName.has(lower)) {
      capitals += 1;
      end = at + found.replace(/'s?$/, "").length;
      first ||= lower;
      if (found.endsWith("'s")) break;
    } else if (capitals === 0 || !particles.has(lower)) break;
    at += found.length;
    if (text[at] !== " ") break;
    at += 1;
  }
  return capitals > 0 ? { end, capitals, first } : undefined;
}

/** `J.S.`; the end of it. */
export function readInitials(text: string, start: number): number | undefined {
  const found = matchAt(initialPair, text, start)?.[0];
  return found === undefined ? undefined : start + found.length;
}

/** A capital and small letters, or a name such as `McCoy` and `O'Brien`; no abbreviation, no brand such as `MyChart`. */
function isCapitalised(found: string): boolean {
  if (!/^[A-Z]/.test(found) || found.length < 2) return false;
  return /^(?:[A-Z][a-z\u0080-\uffff]{0,2}'?)?[A-Z][a-z\u0080-\uffff]+(?:[-'][A-Z]?[a-z\u0080-\uffff]+)*$/.test(found);
}
