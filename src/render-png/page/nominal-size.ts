/** Px below which a figure is drawn smaller rather than closer. */
const least = { width: 560, height: 400 };
/** Texts have at least this share of their size: 13 px are 8.5 then, some 6 points on paper. */
const smallest = 0.65;

/**
 * Returns the size that a figure of a size in px is laid out in: itself, or for small ones (a
 * column of a paper) a larger one, which is then shown smaller: texts, lines and margins alike.
 */
export function nominalSize({
  width,
  height
}: {
  readonly width: number;
  readonly height: number;
}) {
  const share = Math.max(smallest, Math.min(1, width / least.width, height / least.height));
  return { width: width / share, height: height / share };
}
