const memory = new WeakMap<object, Map<string, unknown>>();

/**
 * Returns what `make` derives from an owner's data, kept as long as the owner lives, the newest
 * `most` keys of it: moving the epoch cursor then derives nothing anew. The data must never change.
 * @param key everything besides the owner's data that the result depends on
 */
export function cached<T>(owner: object, key: string, make: () => T, most = Infinity): T {
  const known = memory.get(owner) ?? new Map<string, unknown>();
  memory.set(owner, known);
  if (known.has(key)) return known.get(key) as T;
  const value = make();
  if (known.size >= most) known.delete(known.keys().next().value as string);
  known.set(key, value);
  return value;
}
