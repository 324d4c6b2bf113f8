import type { Fault } from "../report.ts";
import { defineKind, type Kind } from "./kind.ts";

const notSize: Fault = { rule: "size", message: "must be a whole number of bytes." };
const notHeight: Fault = { rule: "height", message: "must be a decimal number of feet, at least 0." };

/** Bytes. */
export const size: Kind = numberKind(notSize, /^\+?\d+$/, Number.isSafeInteger);

/** Feet above mean sea level. Larger and smaller numbers than these JavaScript writes with an exponent. */
export const height: Kind = numberKind(
  notHeight,
  /^\+?(?:\d+\.?\d*|\.\d+)$/,
  (value) => value === 0 || (value >= 1e-6 && value < 1e21),
);

function numberKind(fault: Fault, form: RegExp, isAllowed: (value: number) => boolean): Kind {
  return defineKind<number>({
    blank: "wrong",
    read(raw, report) {
      const text = raw.trim();
      const value = Number(text);
      if (form.test(text) && isAllowed(value)) return value;
      report.repair(fault, "left out");
      return undefined;
    },
    accepts: (value) => typeof value === "number",
    write(value, report) {
      if (value < 0 || !isAllowed(value)) report.refuse(fault);
      return String(value);
    },
  });
}
