/** A point in space. */
export type Point = readonly [number, number, number];

/**
 * Returns the orthographic projection towards the origin from a direction in degrees: across and
 * up.
 */
export function viewFrom(
  azimuth: number,
  elevation: number
): (point: Point) => readonly [number, number] {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  const [ca, sa, ce, se] = [Math.cos(a), Math.sin(a), Math.cos(e), Math.sin(e)];
  return ([x, y, z]) => [-sa * x + ca * y, -se * ca * x - se * sa * y + ce * z];
}

/**
 * Returns the floor of a box (its lowest rectangle along the third axis) as a closed path of five
 * points.
 */
export function floorOf(low: Point, high: Point): readonly Point[] {
  return [
    [low[0], low[1], low[2]],
    [high[0], low[1], low[2]],
    [high[0], high[1], low[2]],
    [low[0], high[1], low[2]],
    [low[0], low[1], low[2]]
  ];
}
