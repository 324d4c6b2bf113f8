// A text column holds neither NUL nor one half of a surrogate pair, and ids that come from outside may hold both.
const special = /[\\\0]|\p{Surrogate}/u;
const everySpecial = new RegExp(special, "gu");
const everyEscape = /\\([0-9a-f]{4})/g;

/** What a text column holds for any string: nearly always the string itself, and never the same for two strings. */
export function encodeText(text: string): string {
  if (!special.test(text)) return text;
  return text.replace(everySpecial, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The string that `encodeText` was given. */
export function decodeText(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(everyEscape, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
