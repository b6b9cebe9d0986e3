/**
 * Returns the area that a path in the plane encloses when its end is joined to its start (shoelace
 * formula): positive counter-clockwise, a figure eight of equal loops gives 0. NaN in, NaN out.
 */
export function signedArea(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let twice = 0;
  for (let i = 0; i < x.length; i++) {
    const next = (i + 1) % x.length;
    twice += x[i] * y[next] - x[next] * y[i];
  }
  return twice / 2;
}
