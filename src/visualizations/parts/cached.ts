const derived = new WeakMap<object, Map<string, unknown>>();

/**
 * Returns what `make` derives from the owner's data, kept as long as the owner lives: moving the epoch cursor then
 * derives nothing anew, and renderers that cache by array find the same arrays. The data must never change.
 * @param key everything besides the owner's data that the result depends on
 */
export function cached<T>(owner: object, key: string, make: () => T): T {
  const known = derived.get(owner) ?? new Map<string, unknown>();
  derived.set(owner, known);
  if (!known.has(key)) known.set(key, make());
  return known.get(key) as T;
}
