// What no reader sees: format characters, joiners, variation selectors, the frame of keycap digits, accents set apart.
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u0300-\u036f\u20e3]/u;
const space = /\p{Zs}/u;
const dash = /[\p{Pd}\u2212\u2043]/u;
const digit = /\p{Nd}/u;
/** Other signs stand between words and mean nothing to a rule; what is left beyond ASCII is letters. */
const sign = /[\p{P}\p{S}]/u;
/** Only forms that are a plain character in another dress: superscripts and fractions are not, they change a number. */
const dressed = /[\uff01-\uff5e\u2460-\u2468\u24b6-\u24ea\u2116\ufb00-\ufb06\u{1d400}-\u{1d7cb}\u{1f130}-\u{1f149}]/u;

const others: Readonly<Record<string, string>> = {
  "\u2028": "\n",
  "\u2029": "\n",
  "\u2018": "'",
  "\u2019": "'",
  "\u02bc": "'",
  "\u00b4": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u2024": ".",
  "\u3002": ".",
  "\uff61": ".",
  "\u0964": ".",
  "\u3001": ",",
  "\u060c": ",",
  "\u061f": "?",
  "\u00ba": " ",
  "\u00aa": " ",
  "\u2044": "/",
  "\u2215": "/",
  "\u00df": "ss",
  "\u00e6": "ae",
  "\u00c6": "AE",
  "\u0153": "oe",
  "\u00f8": "o",
  "\u00d8": "O",
  "\u0142": "l",
  "\u0141": "L",
  "\u0111": "d",
  "\u0131": "i",
};

const folded = new Map<string, string>();

/** A character as rules read it: digits of all scripts as 0 to 9, letters without accents, nothing unseen. */
export function foldCharacter(character: string): string {
  let plain = folded.get(character);
  if (plain === undefined) {
    plain = fold(character);
    folded.set(character, plain);
  }
  return plain;
}

function fold(character: string): string {
  if (character < "\u0080") return character;
  const other = others[character];
  if (other !== undefined) return other;
  if (unseen.test(character)) return "";
  if (space.test(character)) return " ";
  if (digit.test(character)) return String(valueOfDigit(character.codePointAt(0)!));
  const undressed = dressed.test(character) ? character.normalize("NFKC") : character;
  // Some places in these ranges are empty, and normalise to themselves.
  if (undressed !== character) return Array.from(undressed, fold).join("");
  if (dash.test(character)) return "-";
  if (sign.test(character)) return " ";
  const base = character.normalize("NFD")[0]!;
  return base < "\u0080" ? base : character;
}

/** Unicode lays decimal digits out in tens without gaps, so a run of them always begins with a zero. */
function valueOfDigit(code: number): number {
  let before = 0;
  while (digit.test(String.fromCodePoint(code - before - 1))) before += 1;
  return before % 10;
}
