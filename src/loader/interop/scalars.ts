/** A number that a run logged. */
export interface ScalarPoint {
  readonly step: number;
  /** NaN and infinities as they were logged. */
  readonly value: number;
  /** Seconds since 1970; NaN where it is not said. */
  readonly wallTime: number;
}

/**
 * The numbers of a run by their names; those of a name ascend by step, and of one step in the order
 * in which they were logged.
 */
export type Scalars = ReadonlyMap<string, readonly ScalarPoint[]>;

/** A number under its name, as a file holds it. */
export interface NamedPoint extends ScalarPoint {
  readonly name: string;
}

/** Returns points in the order of a file as {@link Scalars}. */
export function scalarsOf(points: Iterable<NamedPoint>): Scalars {
  const scalars = new Map<string, ScalarPoint[]>();
  for (const { name, step, value, wallTime } of points) {
    const before = scalars.get(name);
    const point = { step, value, wallTime };
    if (before === undefined) scalars.set(name, [point]);
    else before.push(point);
  }
  for (const list of scalars.values()) list.sort((a, b) => a.step - b.step);
  return scalars;
}
