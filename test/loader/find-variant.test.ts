import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { findVariant } from '../../src/loader/index.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const family = 'modulo_addition_1layer';

/** A results folder with these variants, the second ones in a family of their own. */
function results(names: readonly string[], others: readonly string[] = []): string {
  const root = temporaryFolder();
  const all = [...names.map((name) => [family, name]), ...others.map((name) => ['mlp', name])];
  for (const [at, name] of all as [string, string][]) {
    mkdirSync(join(root, at, name, 'checkpoints'), { recursive: true });
    const config = name.startsWith('other') ? { prime: 7, seed: 1 } : { prime: 59, seed: 7 };
    writeFileSync(join(root, at, name, 'config.json'), JSON.stringify(config));
  }
  return root;
}

const found = async (root: string, asked: string) => (await findVariant(root, asked)).name;

const ladder = [
  `${family}_p5_seed1_dseed598`,
  `${family}_p59_seed1_dseed598`,
  `${family}_p59_seed10_dseed598`,
  `${family}_p59_seed11_dseed598`,
  `${family}_p59_seed11_dseed1`,
  `${family}_p59_seed1_dseed598_frac0.5`,
  `${family}_p59_seed1_dseed598_frac0.55`,
  `${family}_p113_seed999_dseed598`
];

test.each([
  ['p5', 0],
  ['p113', 7],
  ['113', 7],
  ['999', 7],
  ['P113 S999', 7],
  ['p59 s10', 2],
  ['seed10', 2],
  ['dseed1', 4],
  ['s11 dseed598', 3],
  ['frac0.5', 5],
  ['frac0.55', 6],
  [`${family}_p59_seed1_dseed598`, 1], // an exact name, though others begin with it
  [`${family}/${ladder[1]}`, 1]
])('%j means one variant', async (asked, index) => {
  expect(await found(results(ladder), asked)).toBe(ladder[index]);
});

test.each(['p59 s1', 's1', 'p59', '59', family, 'frac'])('%j is ambiguous', async (asked) => {
  const { message, hint, exitCode } = await userErrorOf(() => findVariant(results(ladder), asked));
  expect(message).toBe(`ambiguous variant: ${asked}`);
  expect(hint).toContain(`${family}_p59_seed1_dseed598`);
  expect(exitCode).toBe(1);
});

test('the words s1 fit seed1 and not seed10 or seed11', async () => {
  const { hint } = await userErrorOf(() => findVariant(results(ladder), 'p59 s1'));
  expect(hint).not.toMatch(/seed1[01]/);
});

test('a number is never cut: p5 alone does not mean p59', async () => {
  const root = results([ladder[1]]);
  const { message, hint } = await userErrorOf(() => findVariant(root, 'p5'));
  expect(message).toBe('unknown variant: p5');
  expect(hint).toContain(`did you mean ${ladder[1]}?`);
  expect(await found(root, 'addition 59')).toBe(ladder[1]);
});

test('candidates of two families are told apart by theirs; 8 at most are listed', async () => {
  const twins = await userErrorOf(() => findVariant(results(['a_p7'], ['a_p7']), 'p7'));
  expect(twins.hint).toContain(`mlp/a_p7, ${family}/a_p7`);
  expect(await found(results(['a_p7'], ['a_p7', 'b_p7']), 'mlp b')).toBe('b_p7');
  const many = Array.from({ length: 30 }, (_, i) => `x_p7_seed${i}`);
  const { hint } = await userErrorOf(() => findVariant(results(many), 'p7'));
  expect(hint).toContain('(30 in all)');
  expect(hint!.length).toBeLessThan(400);
});

test('config.json tells what the name does not', async () => {
  const root = results(['my run'], ['other_p7_seed1']);
  expect(await found(root, 'p59 s7')).toBe('my run');
});

test('last is the one trained last, of those that the other words fit', async () => {
  const root = results(ladder);
  for (const [i, name] of ladder.entries()) {
    const folder = join(root, family, name);
    writeFileSync(join(folder, 'losses'), '');
    const time = i === 2 ? 3000 : 1000 + i;
    for (const file of ['losses', 'checkpoints']) utimesSync(join(folder, file), time, time);
    mkdirSync(join(folder, 'artifacts')); // made now, by an analysis: that is no training
  }
  expect(await found(root, 'last')).toBe(ladder[2]);
  expect(await found(root, 'last s11')).toBe(ladder[4]);
  expect((await userErrorOf(() => findVariant(root, 'last p7'))).message).toContain('unknown');
  const named = results(['last', 'other']);
  expect(await found(named, 'last')).toBe('last');
});

test('a misspelt name is guessed, escapes in it are not printed', async () => {
  const root = results([...ladder, '\u001b[31mevil_p7']);
  const misspelt = basename(ladder[7]).replace('addition', 'adition');
  expect((await userErrorOf(() => findVariant(root, misspelt))).hint).toContain(
    `did you mean ${ladder[7]}?`
  );
  expect((await userErrorOf(() => findVariant(root, 'p113 s998'))).hint).toContain(
    `did you mean ${ladder[7]}?`
  );
  const { message, hint } = await userErrorOf(() => findVariant(root, '\u001b[32mevil_p7'));
  expect(`${message}${hint}`).not.toContain('\u001b');
});
