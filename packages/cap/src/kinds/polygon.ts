import type { Fault, Report } from "../report.ts";
import { crossesItself } from "./crosses-itself.ts";
import { defineKind, isText, type Kind } from "./kind.ts";

const notAPolygon: Fault = {
  rule: "polygon",
  message: "must be at least four pairs latitude,longitude, separated by spaces (CAP 1.2, 3.2.4).",
};
const open: Fault = { rule: "polygon-open", message: "must end where it begins (CAP 1.2, 3.2.4)." };
const crossing: Fault = { rule: "polygon-crossing", message: "has edges that cross each other." };
const unchecked: Fault = {
  rule: "polygon-unchecked",
  message: "has so many edges beside each other that it was not checked whether they cross.",
};

/** A corner: degrees north and east (WGS 84). */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** `Number` sorts out the rest; by itself it would also take exponents, hexadecimals and nothing at all. */
const pair = /^[-+.\d]+,[-+.\d]+$/;

/** The point that `latitude,longitude` means, when it is on Earth. */
export function readPoint(text: string): Point | undefined {
  if (!pair.test(text)) return undefined;
  const comma = text.indexOf(",");
  const latitude = Number(text.slice(0, comma));
  const longitude = Number(text.slice(comma + 1));
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

export const polygon: Kind = defineKind<string>({
  blank: "remarkable",
  read(text, report) {
    const pairs = text.trim().split(/\s+/);
    const points = readPoints(pairs);
    if (!points || points.length < 3) return leaveOut(notAPolygon, report);
    if (!isClosed(points)) {
      report.repair(open, "mended");
      pairs.push(pairs[0] ?? "");
      points.push(...points.slice(0, 1));
    }
    if (points.length < 4) return leaveOut(notAPolygon, report);
    return checkCrossing(points, report) ? pairs.join(" ") : undefined;
  },
  accepts: isText,
  write(text, report) {
    const pairs = text.trim().split(/\s+/);
    const points = readPoints(pairs);
    if (!points || points.length < 4) report.refuse(notAPolygon);
    else if (!isClosed(points)) report.refuse(open);
    else checkCrossing(points, report);
    return pairs.join(" ");
  },
});

function leaveOut(fault: Fault, report: Report): undefined {
  report.repair(fault, "left out");
}

function readPoints(pairs: readonly string[]): Point[] | undefined {
  const points: Point[] = [];
  for (const text of pairs) {
    const point = readPoint(text);
    if (!point) return undefined;
    points.push(point);
  }
  return points;
}

function isClosed(points: readonly Point[]): boolean {
  const [first, last] = [points[0], points.at(-1)];
  return first?.latitude === last?.latitude && first?.longitude === last?.longitude;
}

/** Whether the polygon can be used. */
function checkCrossing(points: readonly Point[], report: Report): boolean {
  const crosses = crossesItself(points);
  if (crosses === undefined) report.bear(unchecked);
  if (crosses === true) report.repair(crossing, "left out");
  return crosses !== true;
}
