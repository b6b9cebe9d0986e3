const sign = (text: string) => text.replace(/[−–]/g, '-');

/** Returns the number that a tick says (`−0.5`, `2x10⁻³` as Plotly writes it, `1e-7`), or NaN for words. */
export function numberOf(text: string): number {
  const plain = sign(text).trim();
  const power = /^(?:(-?[\d.]+)[x×])?10(?:\u200b(-?\d+)\u200b)?$/.exec(plain);
  if (power && (power[1] || power[2])) return Number(power[1] ?? 1) * 10 ** Number(power[2] ?? 1);
  return /^-?[\d.]+(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/** Returns the words of a text without punctuation; `k 5` and `frequency 5` are both `5` of a frequency. */
export function wordsOf(text: string): string[] {
  return sign(text)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .split(/[\s,:()]+/)
    .filter(Boolean);
}
