import type { Tensor } from './tensor.ts';

/**
 * Returns texts as an array of bytes, [byte]: UTF-8, a NUL between each two (NULs within one become
 * U+FFFD). NumPy reads it by `bytes(a).decode().split('\0')`.
 */
export function textArray(texts: readonly string[]): Tensor<Uint8Array> {
  const all = texts.map((text) => text.replaceAll('\0', '\ufffd')).join('\0');
  const data = new TextEncoder().encode(all);
  return { dtype: 'uint8', shape: [data.length], data };
}

/** Returns the texts in an array of {@link textArray}; `count` of them, '' for those it lacks. */
export function textsIn({ data }: Tensor, count: number): readonly string[] {
  const found = new TextDecoder().decode(Uint8Array.from(data)).split('\0');
  return Array.from({ length: count }, (_, i) => found[i] ?? '');
}
