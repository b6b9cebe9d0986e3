/** A point in px. */
export type Point = readonly [x: number, y: number];

const curveSteps = 16;

/**
 * Returns an SVG path as a polyline, curves and arcs cut into short straight pieces.
 * Subpaths follow each other; an unknown command ends the list.
 */
export function pathPoints(d: string): Point[] {
  const points: Point[] = [];
  let at: Point = [0, 0];
  let start: Point = at;
  const to = (point: Point) => {
    points.push(point);
    at = point;
  };
  for (const [, letter = '', rest = ''] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (rest.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
    const relative = letter >= 'a';
    const point = (i: number): Point =>
      relative ? [at[0] + numbers[i], at[1] + numbers[i + 1]] : [numbers[i], numbers[i + 1]];
    switch (letter.toUpperCase()) {
      case 'M':
        for (let i = 0; i + 1 < numbers.length; i += 2) {
          to(point(i));
          if (i === 0) start = at;
        }
        break;
      case 'L':
        for (let i = 0; i + 1 < numbers.length; i += 2) to(point(i));
        break;
      case 'H':
        for (const x of numbers) to([relative ? at[0] + x : x, at[1]]);
        break;
      case 'V':
        for (const y of numbers) to([at[0], relative ? at[1] + y : y]);
        break;
      case 'Z':
        to(start);
        break;
      case 'Q':
        for (let i = 0; i + 3 < numbers.length; i += 4) {
          for (const p of curve([at, point(i), point(i + 2)])) to(p);
        }
        break;
      case 'C':
        for (let i = 0; i + 5 < numbers.length; i += 6) {
          for (const p of curve([at, point(i), point(i + 2), point(i + 4)])) to(p);
        }
        break;
      case 'A':
        for (let i = 0; i + 6 < numbers.length; i += 7) {
          const [rx = 0, ry = 0, turn = 0, large = 0, sweep = 0] = numbers.slice(i);
          for (const p of arc(at, point(i + 5), rx, ry, turn, large !== 0, sweep !== 0)) to(p);
        }
        break;
      default:
        return points;
    }
  }
  return points;
}

/** Returns the length of a polyline in px. */
export function polylineLength(points: readonly Point[]): number {
  let length = 0;
  for (let i = 1; i < points.length; i++) length += distance(points[i - 1], points[i]);
  return length;
}

/** Returns the point `length` px along a polyline, its ends beyond them. */
export function pointAlong(points: readonly Point[], length: number): Point {
  let left = Math.max(0, length);
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    const piece = distance(a, b);
    if (left <= piece && piece > 0) {
      const part = left / piece;
      return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
    }
    left -= piece;
  }
  return points.at(-1) ?? [0, 0];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

/** De Casteljau's points of a Bézier curve, without its start. */
function curve(controls: readonly Point[]): Point[] {
  return Array.from({ length: curveSteps }, (_, step) => {
    const part = (step + 1) / curveSteps;
    let level = controls;
    while (level.length > 1) {
      level = level.slice(1).map((b, i): Point => {
        const a = level[i];
        return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
      });
    }
    return level[0];
  });
}

/** SVG 1.1, appendix F.6.5: the arc from two ends to its centre and angles. */
function arc(
  from: Point,
  to: Point,
  rx: number,
  ry: number,
  turn: number,
  large: boolean,
  sweep: boolean
): Point[] {
  if (rx === 0 || ry === 0 || distance(from, to) === 0) return [to];
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const [hx, hy] = [(from[0] - to[0]) / 2, (from[1] - to[1]) / 2];
  const [x, y] = [cos * hx + sin * hy, cos * hy - sin * hx];
  const grow = Math.max(1, Math.sqrt((x / rx) ** 2 + (y / ry) ** 2));
  const [a, b] = [Math.abs(rx) * grow, Math.abs(ry) * grow];
  const across = (a * y) ** 2 + (b * x) ** 2;
  const push =
    Math.sqrt(Math.max(0, ((a * b) ** 2 - across) / across)) * (large === sweep ? -1 : 1);
  const [cx, cy] = [(push * a * y) / b, (-push * b * x) / a];
  const first = Math.atan2((y - cy) / b, (x - cx) / a);
  let angle = Math.atan2((-y - cy) / b, (-x - cx) / a) - first;
  if (sweep && angle < 0) angle += 2 * Math.PI;
  if (!sweep && angle > 0) angle -= 2 * Math.PI;
  const [mx, my] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  return Array.from({ length: curveSteps }, (_, step) => {
    const at = first + (angle * (step + 1)) / curveSteps;
    const [px, py] = [cx + a * Math.cos(at), cy + b * Math.sin(at)];
    return [mx + cos * px - sin * py, my + sin * px + cos * py];
  });
}
