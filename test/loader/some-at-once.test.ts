import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findVariant, listVariants, someAtOnce } from '../../src/loader/index.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

test('a few items are worked on at once, the results keep their order', async () => {
  let now = 0;
  let most = 0;
  const squares = await someAtOnce(
    Array.from({ length: 50 }, (_, i) => i),
    async (item, i) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, (item * 7) % 5));
      now--;
      return [item ** 2, i];
    },
    3
  );
  expect(most).toBe(3);
  expect(squares).toEqual(Array.from({ length: 50 }, (_, i) => [i ** 2, i]));
  expect(await someAtOnce([], async () => 1)).toEqual([]);
});

test('the first failure is the outcome', async () => {
  const work = someAtOnce([1, 2, 3], async (item) => {
    if (item === 2) throw new Error('two');
    return item;
  });
  await expect(work).rejects.toThrow('two');
});

test('one variant is found while hundreds are still being listed', async () => {
  const root = temporaryFolder();
  for (let seed = 0; seed < 250; seed++) {
    const folder = join(root, 'fam', `fam_p7_seed${seed}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.json'), '{"prime": 7}');
  }
  const order: string[] = [];
  const listed = listVariants(root).then((all) => order.push(`list of ${all.length}`));
  const found = findVariant(root, 'fam_p7_seed249').then(({ name }) => order.push(name));
  await Promise.all([listed, found]);
  expect(order).toEqual(['fam_p7_seed249', 'list of 250']);
});
