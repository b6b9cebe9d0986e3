/**
 * Returns the beginning of a text in at most `most` characters, the last of them `…` where
 * something is left out.
 */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
