const pointLanguages = new Set(["en"]);

/**
 * What a written number may mean. In English a comma separates thousands; elsewhere habits differ from country to
 * country, so `1.125` has two readings there.
 */
export function readNumber(written: string, primary: string): readonly string[] {
  const grouped = /^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/.exec(written);
  const whole = written.replace(/[.,]/g, "");
  const decimal = normalise(written.replaceAll(",", "."));
  if (!grouped) return [mixed(written) ?? decimal];
  if (pointLanguages.has(primary)) return [grouped[1] === "," ? whole : decimal];
  return written.split(/[.,]/).length === 2 ? [whole, decimal] : [whole];
}

/** `1,234.5` and `1.234,5`. */
function mixed(written: string): string | undefined {
  const match = /^(\d{1,3}(?:,\d{3})+)\.(\d+)$|^(\d{1,3}(?:\.\d{3})+),(\d+)$/.exec(written);
  if (!match) return undefined;
  const whole = (match[1] ?? match[3] ?? "").replace(/[.,]/g, "");
  return normalise(`${whole}.${match[2] ?? match[4] ?? ""}`);
}

/** Zeros at the end of a decimal mean nothing; zeros at the start of a code do. */
function normalise(number: string): string {
  return /^(?:0|[1-9]\d*)\.\d+$/.test(number) ? String(Number(number)) : number;
}
