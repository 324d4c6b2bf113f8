import type { Amount, AmountUnit } from "../medicine/amount.ts";

const units: Readonly<Record<string, AmountUnit>> = {
  mg: "mg",
  mcg: "mcg",
  μg: "mcg",
  ug: "mcg",
  g: "g",
  ml: "ml",
  l: "l",
  "%": "%",
  mmol: "mmol",
  meq: "mEq",
  unit: "units",
  units: "units",
  iu: "international-units",
};

const amount = /(?<![\d.,])(\d[\d,]*(?:\.\d+)?|\.\d+) ?(mg|mcg|[μu]g|ml|g|l|%|mmol|meq|units?|iu)(?![\p{L}\p{N}])/giu;

/** Every number with a unit in a text of openFDA, in which a comma separates thousands. */
export function readAmounts(text: string): readonly Amount[] {
  return [...text.normalize("NFKC").matchAll(amount)].flatMap(([, number = "", name = ""]) => {
    const unit = units[name.toLowerCase()];
    return unit === undefined ? [] : [{ value: Number(number.replaceAll(",", "")), unit }];
  });
}

/** A strength that is nothing else: `500 mg`, `500 mg/1`, `10 mg/5 mL`. `undefined` where a human has to read it. */
export function readStrength(text: string): Amount | undefined {
  const [first = "", second, ...more] = text.split("/").map((part) => part.trim());
  const whole = readWhole(first);
  if (!whole || more.length > 0) return undefined;
  if (second === undefined || second === "1") return whole;
  const per = readWhole(/^\d/.test(second) ? second : `1 ${second}`);
  return per && { ...whole, per };
}

function readWhole(text: string): Amount | undefined {
  const [found, ...more] = readAmounts(text);
  const isWhole = /^[\d.,]+ ?[^\d\s]+$/u.test(text);
  return isWhole && more.length === 0 ? found : undefined;
}
