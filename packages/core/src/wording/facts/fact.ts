/** Something in a text that has to be the same in every language. */
export interface Fact {
  readonly kind: "address" | "phone" | "date" | "time" | "amount" | "number";
  /** What it may mean, each in one form for all languages: `18:00`; `18 h` is that or a duration. */
  readonly readings: readonly string[];
  /** Its digits, group by group, for comparison with a language whose words for units or months are not known. */
  readonly digits: readonly string[];
}

export function makeFact(kind: Fact["kind"], readings: readonly string[], source: string): Fact {
  const digits = source.match(/\d+/g) ?? [];
  // Of a date or a time a zero in front says nothing; of a code it does.
  const isCode = kind === "number" || kind === "phone";
  return { kind, readings, digits: isCode ? digits : digits.map((group) => group.replace(/^0+(?=\d)/, "")) };
}
