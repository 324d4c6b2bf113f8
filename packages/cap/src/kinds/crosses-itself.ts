import type { Point } from "./polygon.ts";

/** Pairs of edges compared for each edge, on average, before the check gives up: work stays linear in the input. */
const pairsPerEdge = 64;

/**
 * Whether two edges of a ring cross: each passes from one side of the other to the other side. Edges that touch in a
 * point or lie on each other do not, since rounded coordinates make such edges in real alerts. `undefined` when there are
 * too many pairs to compare.
 */
export function crossesItself(points: readonly Point[]): boolean | undefined {
  // A triangle has no two edges that do not share a corner.
  if (points.length < 5) return false;
  const edges = listEdges(points);
  let left = pairsPerEdge * Math.max(edges.length, 512);
  for (let index = 0; index < edges.length; index += 1) {
    const edge = edges[index];
    for (let next = index + 1; edge && next < edges.length; next += 1) {
      const other = edges[next];
      // Ordered by where they begin in the south: no later one can meet this one.
      if (!other || other.south > edge.north) break;
      left -= 1;
      if (left < 0) return undefined;
      if (other.west <= edge.east && edge.west <= other.east && cross(edge, other)) return true;
    }
  }
  return false;
}

interface Edge {
  readonly from: Point;
  readonly to: Point;
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/** An edge goes the short way round the Earth: what passes the date line goes on beyond 180 degrees. */
function listEdges(points: readonly Point[]): readonly Edge[] {
  const edges: Edge[] = [];
  let turns = 0;
  let before: Point | undefined;
  let from: Point | undefined;
  for (const point of points) {
    const step = point.longitude - (before?.longitude ?? point.longitude);
    if (step > 180) turns -= 1;
    else if (step < -180) turns += 1;
    const to = turns === 0 ? point : { latitude: point.latitude, longitude: point.longitude + turns * 360 };
    if (from) edges.push(toEdge(from, to));
    before = point;
    from = to;
  }
  return edges.sort((a, b) => a.south - b.south);
}

function toEdge(from: Point, to: Point): Edge {
  return {
    from,
    to,
    south: Math.min(from.latitude, to.latitude),
    north: Math.max(from.latitude, to.latitude),
    west: Math.min(from.longitude, to.longitude),
    east: Math.max(from.longitude, to.longitude),
  };
}

function cross(first: Edge, second: Edge): boolean {
  return (
    sideOf(first, second.from) * sideOf(first, second.to) < 0 &&
    sideOf(second, first.from) * sideOf(second, first.to) < 0
  );
}

/** Square degrees below which a point is on the line: what the rounding of decimals makes, far less than a metre. */
const onTheLine = 1e-12;

/** On which side of the line through an edge a point lies: positive, negative, or 0 on the line. */
function sideOf({ from, to }: Edge, point: Point): number {
  const area =
    (to.latitude - from.latitude) * (point.longitude - from.longitude) -
    (to.longitude - from.longitude) * (point.latitude - from.latitude);
  return Math.abs(area) < onTheLine ? 0 : Math.sign(area);
}
