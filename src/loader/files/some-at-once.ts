/**
 * Returns what `work` gives for each item, in their order, a few at once: as fast as all at once,
 * without holding what all of them read in memory. Rejects as soon as one does.
 */
export async function someAtOnce<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
  most = 8
): Promise<readonly R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const workers = Array.from({ length: Math.min(most, items.length) }, async () => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i], i);
    }
  });
  await Promise.all(workers);
  return results;
}
