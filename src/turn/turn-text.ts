/** What a turn is called where a number stands beside or below it: the name with its definition. */
export const turnTitle = 'turn (80 % drop)';

/** What `±` behind a turn is. */
export const marginAbout = 'median distance of the detectors';

/** Returns a turn in a few words, `turn 812 ±35 (detectors)`; without a margin `turn 812`. */
export function turnText(turn: number, margin: number | null): string {
  return margin ? `turn ${turn} ${marginText(margin)}` : `turn ${turn}`;
}

/** Returns `±35 (detectors)`: how far the other detectors are from a turn, the median in epochs. */
export function marginText(margin: number): string {
  return `±${margin} (detectors)`;
}
