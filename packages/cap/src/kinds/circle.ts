import type { Fault } from "../report.ts";
import { defineKind, isText, type Kind } from "./kind.ts";
import { readPoint } from "./polygon.ts";

const notACircle: Fault = {
  rule: "circle",
  message: "must be latitude,longitude, one space, and a radius in kilometres (CAP 1.2, 3.2.4).",
};
const onePoint: Fault = { rule: "circle-point", message: "has the radius 0: it holds one point and nobody else." };

export const circle: Kind = defineKind<string>({
  blank: "remarkable",
  read(raw, report) {
    const text = raw.trim();
    const mended = text.replace(/\s+/g, " ");
    const radius = findRadius(mended);
    if (radius === undefined) {
      report.repair(notACircle, "left out");
      return undefined;
    }
    if (mended !== text) report.repair(notACircle, "mended");
    if (radius === 0) report.remark(onePoint);
    return mended;
  },
  accepts: isText,
  write(text, report) {
    if (findRadius(text) === undefined) report.refuse(notACircle);
    return text;
  },
});

function findRadius(text: string): number | undefined {
  const [center = "", radius = "", ...others] = text.split(" ");
  const isRead = others.length === 0 && readPoint(center) !== undefined && /^\+?(?:\d+\.?\d*|\.\d+)$/.test(radius);
  return isRead ? Number(radius) : undefined;
}
