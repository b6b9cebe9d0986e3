import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findVariant, listVariants, resultsFolder } from '../../src/loader/index.ts';
import { lackOf } from '../../src/loader/variants/list-variants.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const config = { prime: 13, model_seed: 5, data_seed: 42, training_fraction: 0.5 };

/** Makes a variant folder with these files; objects are written as JSON. */
function make(path: string, files: Readonly<Record<string, unknown>>): string {
  mkdirSync(join(path, 'checkpoints'), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(
      join(path, name),
      typeof content === 'string' ? content : JSON.stringify(content)
    );
  }
  return path;
}

test('a results folder may hold families, or be a family’s, or be a variant', async () => {
  const root = temporaryFolder();
  const path = make(join(root, 'fam', 'fam_p13_seed5_dseed42'), { 'config.json': config });
  make(join(root, 'other', 'other_p7_seed1'), { 'config.json': { prime: 7, seed: 1 } });
  make(join(root, 'exports', 'pictures'), {});
  writeFileSync(join(root, 'fam', 'variant_registry.json'), '[]');
  expect((await listVariants(root)).map(({ name }) => name)).toEqual([
    'pictures',
    'fam_p13_seed5_dseed42',
    'other_p7_seed1'
  ]);
  for (const folder of [join(root, 'fam'), path])
    expect((await listVariants(folder)).map(({ path }) => path)).toEqual([path]);
  expect(await listVariants(join(root, 'absent'))).toEqual([]);
  expect(await listVariants(temporaryFolder())).toEqual([]);
});

test('facts come from config.json; the name fills what it lacks', async () => {
  const root = temporaryFolder();
  make(join(root, 'fam', 'fam_p97_seed1_dseed2'), { 'config.json': config });
  make(join(root, 'fam', 'fam_p97_seed1'), { 'config.json': {} });
  make(join(root, 'fam', 'my run'), { 'config.json': config });
  const facts = (await listVariants(root)).map(({ family, name, era, parameters }) => {
    const { prime, seed, data_seed, fraction } = parameters;
    return [name, family, era, prime, seed, data_seed, fraction];
  });
  expect(facts).toEqual([
    ['fam_p97_seed1_dseed2', 'fam', 'C', 13, 5, 42, 0.5],
    ['my run', 'fam', 'B', 13, 5, 42, 0.5],
    ['fam_p97_seed1', 'fam', 'B', 97, 1, 598, 0.3]
  ]);
});

test('files decide the state; temporary files and metadata do not', async () => {
  const root = temporaryFolder();
  const state = async (name: string, files: Record<string, unknown>) => {
    const path = make(join(root, name), { 'config.json': config, ...files });
    return (await listVariants(path))[0].state;
  };
  const metadata = { checkpoint_epochs: [0] };
  expect(await state('a', { 'metadata.json': metadata })).toBe('untrained');
  expect(await state('b', { 'checkpoints/.checkpoint_epoch_00000.safetensors.7.tmp': '' })).toBe(
    'untrained'
  );
  expect(await state('c', { 'checkpoints/checkpoint_epoch_x.safetensors': '' })).toBe('untrained');
  const trained = { 'checkpoints/checkpoint_epoch_123456.safetensors': '' };
  expect(await state('d', trained)).toBe('trained');
  expect(await state('e', { ...trained, 'artifacts/coarseness/.epoch_00000_tmp.npz': '' })).toBe(
    'trained'
  );
  expect(await state('f', { ...trained, 'artifacts/coarseness/epoch_00000.npz': '' })).toBe(
    'analyzed'
  );
  expect(await state('g', { ...trained, 'artifacts/coarseness.npz': '' })).toBe('analyzed');
});

test.each([
  ['{"prime": 13', 'damaged json: it breaks off'],
  ['', 'damaged json: it is empty'],
  ['[1, 2]', 'damaged json: it is not an object'],
  [{ prime: 'many' }, 'invalid prime in config.json: "many"'],
  [{ prime: 1 }, 'invalid prime in config.json: 1'],
  [{ prime: 13.5 }, 'invalid prime in config.json: 13.5'],
  [{}, 'missing prime in config.json'],
  [{ prime: 13, training_fraction: 7 }, 'invalid training_fraction in config.json: 7'],
  [{ prime: 13, data_seed: [] }, 'invalid data_seed in config.json']
])(
  'a variant with a bad config.json (%j) is listed with its problem, the others as ever',
  async (content, problem) => {
    const root = temporaryFolder();
    make(join(root, 'fam', 'bad'), { 'config.json': content });
    make(join(root, 'fam', 'good'), { 'config.json': config });
    const listed = await listVariants(root);
    expect(listed).toHaveLength(2);
    expect(listed.find(({ name }) => name === 'bad')!.problem).toContain(problem);
    expect(listed.find(({ name }) => name === 'good')!.problem).toBeUndefined();
    const error = await userErrorOf(() => findVariant(root, 'bad'));
    expect(error.message).toContain(problem);
    expect(error.hint).toContain(join(root, 'fam', 'bad'));
  }
);

test('a variant is found by name, by family and name, and by path, also outside the results', async () => {
  const root = temporaryFolder();
  const path = make(join(root, 'fam', 'fam_p13_seed5'), { 'config.json': config });
  const outside = make(join(temporaryFolder(), 'elsewhere'), { 'config.json': config });
  for (const asked of ['fam_p13_seed5', 'fam/fam_p13_seed5', path, `${path}/`])
    expect((await findVariant(root, asked)).path).toBe(path);
  expect((await findVariant(root, outside)).path).toBe(outside);
  symlinkSync(outside, join(root, 'fam', 'linked'));
  expect((await findVariant(root, 'linked')).name).toBe('linked');
});

test('an unknown variant, an ambiguous and an empty name are errors that help', async () => {
  const root = temporaryFolder();
  make(join(root, 'fam', 'fam_p13_seed5'), { 'config.json': config });
  make(join(root, 'fam', '\u001b[2Jevil'), { 'config.json': config });
  make(join(root, 'one', 'same'), { 'config.json': config });
  make(join(root, 'two', 'same'), { 'config.json': config });
  expect((await userErrorOf(() => findVariant(root, 'p17'))).hint).toContain('fam_p13_seed5');
  const error = await userErrorOf(() => findVariant(root, '\u001b[31mred'));
  expect(`${error.message}${error.hint}`).not.toContain('\u001b');
  expect((await userErrorOf(() => findVariant(root, 'same'))).message).toContain('two variants');
  expect((await userErrorOf(() => findVariant(root, ''))).message).toBe('unknown variant: ');
  const empty = await userErrorOf(() => findVariant(temporaryFolder(), 'x'));
  expect(empty.hint).toContain('no variants in');
});

test('the results folder is the option, else GROKSCOPE_RESULTS, else ./results', () => {
  expect(resultsFolder('/a', { GROKSCOPE_RESULTS: '/b' })).toBe('/a');
  expect(resultsFolder(undefined, { GROKSCOPE_RESULTS: '/b' })).toBe('/b');
  expect(resultsFolder(undefined, {})).toBe(join(process.cwd(), 'results'));
});

test.skipIf(process.getuid === undefined)(
  'a folder that this user may not read is named, not taken for empty',
  () => {
    const root = temporaryFolder();
    const family = join(root, 'fam');
    make(join(family, 'fam_p13_seed5_dseed42'), { 'config.json': config });
    chmodSync(root, 0o755);
    chmodSync(family, 0o311);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.('nobody');
    try {
      expect(lackOf(root)).toBe(`permission denied: ${family}`);
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(family, 0o755);
    }
    expect(lackOf(temporaryFolder())).toContain('no variants in');
  }
);
