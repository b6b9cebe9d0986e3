import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownerMark } from '../../src/loader/files/owner.ts';
import { importVariant, type Variant, writeCheckpoint } from '../../src/loader/index.ts';
import { deadOwner } from '../helpers/dead-owner.ts';
import { tinyWeights } from '../helpers/fresh-variant.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const config = { parameters: { prime: 13 } };
const name = 'family_p13_seed1_dseed2';
const fill = (variant: Variant) => writeCheckpoint(variant, 0, tinyWeights(1));
const take = (results: string, work = fill) => importVariant(results, 'family', name, config, work);

test('an import is not there before it is whole', async () => {
  const results = temporaryFolder();
  let seen: readonly string[] = [];
  const variant = await take(results, async (built) => {
    await fill(built);
    seen = readdirSync(join(results, 'family'));
  });
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatch(/^\.grokscope-.*\.tmp$/);
  expect(variant).toMatchObject({
    name,
    family: 'family',
    state: 'trained',
    parameters: { prime: 13 }
  });
  expect(readdirSync(join(results, 'family'))).toEqual([name]);
});

test('one that fails, or is killed, leaves nothing that blocks the next', async () => {
  const results = temporaryFolder();
  const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
  const error = await userErrorOf(() =>
    take(results, async (built) => {
      await fill(built);
      throw full;
    })
  );
  expect(error.message).toContain('no space left: ');
  expect(readdirSync(join(results, 'family'))).toEqual([]);
  const dead = `.grokscope-${ownerMark(deadOwner())}-0-0.tmp`;
  mkdirSync(join(results, 'family', dead, 'checkpoints'), { recursive: true });
  await take(results);
  expect(readdirSync(join(results, 'family'))).toEqual([name]);
});

test('of several with one name at once one is there, whole; what has that name is never replaced', async () => {
  const results = temporaryFolder();
  const tries = await Promise.allSettled([1, 2, 3].map(() => take(results)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const each of tries)
    if (each.status === 'rejected') expect(each.reason.message).toMatch(/^variant exists: /);
  expect(readdirSync(join(results, 'family'))).toEqual([name]);
  const other = temporaryFolder();
  mkdirSync(join(other, 'family'));
  symlinkSync('nowhere', join(other, 'family', name));
  expect((await userErrorOf(() => take(other))).message).toContain('variant exists: ');
});
