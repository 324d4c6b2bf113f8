import type { Candidate } from "../candidate.ts";
import { matchAt } from "../text/match-at.ts";
import { isDigit, isWordCode, wordsBefore } from "../text/words.ts";
import type { NumberWord } from "../numbers/number-word.ts";
import type { View } from "../view.ts";

const fourNumbers = /(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\da-z]|\.\d)/y;
const hardware =
  /[\da-f]{2}([-:])[\da-f]{2}(?:\1[\da-f]{2}){4}(?![\da-z]|[-:][\da-z])|[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}(?![\da-z]|\.\d)/y;
const noPerson = /^(?:(?:ff[-:]){5}ff|(?:00[-:]){5}00)$/;

const versionWords = new Set(["version", "versions", "release", "firmware", "build", "v", "app", "software", "ios"]);

/** IPv4 address that begins with a number. */
export function findIpV4(lower: string, { start, digitsEnd }: NumberWord): Candidate | undefined {
  if (lower[digitsEnd] !== ".") return undefined;
  const match = matchAt(fourNumbers, lower, start);
  if (!match) return undefined;
  if (wordsBefore(lower, start, 2).some(({ word }) => versionWords.has(word))) return undefined;
  return { kind: "ip-address", rule: "ip-address.v4", start, end: start + match[0].length, score: 0.6, most: "warn" };
}

/** Hardware (MAC) address that begins with the word at `start`. */
export function findHardwareAddress(lower: string, start: number): Candidate | undefined {
  const third = lower[start + 2];
  const isPairs = (third === "-" || third === ":") && lower[start + 5] === third;
  if (!isPairs && lower[start + 4] !== ".") return undefined;
  const address = matchAt(hardware, lower, start)?.[0];
  if (!address || noPerson.test(address)) return undefined;
  return {
    kind: "device",
    rule: "device.hardware-address",
    start,
    end: start + address.length,
    score: 0.6,
    most: "warn",
  };
}

/** IPv6 and hardware addresses: both are found by their colons, because they may hold no digit. */
export function findColonAddresses({ lower }: View): readonly Candidate[] {
  const found: Candidate[] = [];
  let done = 0;
  for (let colon = lower.indexOf(":"); colon >= 0; colon = lower.indexOf(":", Math.max(done, colon + 1))) {
    if (!isAddressCode(lower.charCodeAt(colon + 1))) continue;
    let start = colon;
    while (start > done && isAddressCode(lower.charCodeAt(start - 1))) start -= 1;
    let end = colon;
    let colons = 0;
    for (let code = 58; isAddressCode(code); code = lower.charCodeAt(end)) {
      if (code === 58) colons += 1;
      end += 1;
    }
    done = end;
    // Times have one colon or two.
    const candidate = colons < 2 ? undefined : readColonAddress(lower, start, end);
    if (candidate) found.push(candidate);
  }
  return found;
}

function readColonAddress(lower: string, from: number, to: number): Candidate | undefined {
  let [start, end] = [from, to];
  while (lower[end - 1] === "." || (lower[end - 1] === ":" && lower[end - 2] !== ":")) end -= 1;
  if (lower[start] === ":" && lower[start + 1] !== ":") start += 1;
  if (isWordCode(lower.charCodeAt(start - 1)) || isWordCode(lower.charCodeAt(end))) return undefined;
  const mac = findHardwareAddress(lower, start);
  if (mac) return mac;
  const address = lower.slice(start, end);
  const colons = address.split(":").length - 1;
  if (address.length > 45 || colons < 2 || (!address.includes("::") && colons < 6) || !/[\da-f]/.test(address))
    return undefined;
  if (!URL.canParse(`http://[${address}]/`)) return undefined;
  const zone = /^%[\w-]{1,20}/.exec(lower.slice(end, end + 21))?.[0].length ?? 0;
  return { kind: "ip-address", rule: "ip-address.v6", start, end: end + zone, score: 0.6, most: "warn" };
}

/** Hexadecimal digits, colons, and the dots of an IPv4 address at the end. */
function isAddressCode(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102) || code === 58 || code === 46;
}
