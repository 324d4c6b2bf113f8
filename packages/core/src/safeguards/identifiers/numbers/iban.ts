// Length by country, from the IBAN registry of SWIFT.
const lengths: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({
    15: "no",
    16: "be",
    18: "dk fi fk fo gl nl sd",
    19: "mk si",
    20: "at ba ee kz lt lu mn xk",
    21: "ch hr li lv",
    22: "bg bh cr de gb ge ie me rs va",
    23: "ae gi il iq om so tl",
    24: "ad cz es md pk ro sa se sk tn vg",
    25: "ly pt st",
    26: "is tr",
    27: "bi dj fr gr it mc mr sm",
    28: "al az by cy do gt hu lb ni pl sv",
    29: "br eg ps qa ua",
    30: "jo kw mu",
    31: "mt sc",
    32: "lc",
    33: "ru",
  }).flatMap(([length, countries]) => countries.split(" ").map((country) => [country, Number(length)])),
);

/** Where the IBAN ends that begins at `start`, in groups or in one piece; `undefined` where none begins. */
export function findIbanEnd(lower: string, start: number): number | undefined {
  const length = lengths[lower.slice(start, start + 2)];
  if (length === undefined) return undefined;
  let code = "";
  let at = start;
  while (code.length < length) {
    const character = lower[at] ?? "";
    if (/[a-z0-9]/.test(character)) code += character;
    else if (!/[ -]/.test(character) || !/[a-z0-9]/.test(lower[at + 1] ?? "")) return undefined;
    at += 1;
  }
  return !/[a-z0-9]/.test(lower[at] ?? "") && passesModulus97(code) ? at : undefined;
}

/** ISO 7064, MOD 97-10: the first four characters go to the end, letters count 10 to 35. */
function passesModulus97(code: string): boolean {
  let rest = 0;
  for (const character of code.slice(4) + code.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
