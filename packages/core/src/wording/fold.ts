/**
 * The sentences of a text as the rules read them: small letters without accents, full-width letters as plain ones,
 * nothing invisible, one space between words, no punctuation within.
 */
export function foldSentences(text: string): readonly string[] {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/[\u2018\u2019\u02bc`]/g, "'")
    .toLowerCase()
    .split(/[.!?;](?=\s|$)|\n/)
    .map((sentence) => sentence.replace(/[^\p{L}\p{N}'&]+/gu, " ").trim())
    .filter((sentence) => sentence !== "");
}

/** The same text with digits of every script as 0 to 9. */
export function foldDigits(text: string): string {
  return text.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

/** The digits of a script stand together, ten by ten; two scripts may stand side by side. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return Number(digit);
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
