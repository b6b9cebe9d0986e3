import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFamilies, readFamily } from '../../src/loader/index.ts';
import { familyOf } from '../../src/loader/variants/family.ts';
import { findTask, parametersOfTask } from '../../src/task/index.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const sound = {
  name: 'x',
  display_name: 'X',
  description: 'd',
  architecture: { d_model: 8 },
  domain_parameters: { prime: { type: 'int', default: 59 } },
  analyzers: ['coarseness'],
  variant_pattern: 'x_p{prime}_seed{seed}_dseed{data_seed}'
};

test('our families are listed and valid: every group shows visualizations the family has', async () => {
  const families = await listFamilies();
  expect(families.map(({ name }) => name)).toContain('modulo_addition_1layer');
  for (const { groups, visualizations, parameters, training } of families) {
    for (const id of groups.flatMap((group) => group.visualizations))
      expect(visualizations).toContain(id);
    const specs = parametersOfTask(findTask(training.task));
    expect(parameters.map((one) => [one.name, one.label])).toEqual(
      Object.entries(specs).map(([parameter, { label }]) => [parameter, label])
    );
  }
});

test('era A’s name means the same family', async () => {
  expect((await readFamily('modulo_addition')).name).toBe('modulo_addition_1layer');
});

test('an unknown family names the known ones', async () => {
  for (const name of ['nope', '', '../..', '\u001b[2J', '/nowhere/family.json']) {
    const error = await userErrorOf(() => readFamily(name));
    expect(error.message).toMatch(/^unknown family: /);
    expect(error.message).not.toContain('\u001b');
    expect(error.hint).toContain('modulo_addition_1layer');
    expect(error.exitCode).toBe(2);
  }
});

test('in our own families an unknown, missing or misshapen key is an error', () => {
  const read = (changes: object) => () => familyOf({ ...sound, ...changes }, 'family.json', true);
  expect(read({})).not.toThrow();
  expect(read({ analysers: [] })).toThrow('unknown key analysers');
  expect(read({ description: undefined })).toThrow('missing key description');
  expect(read({ analyzers: 'all' })).toThrow('analyzers is no list of names');
  expect(read({ training: { epoch: 5 } })).toThrow('invalid training setting epoch');
  expect(read({ training: { epochs: '5' } })).toThrow('invalid training setting epochs');
  expect(read({ groups: [{ title: 'A' }] })).toThrow('groups');
});

test('a family.json of the Python workbench opens, with ids and keys that grokscope does not know', async () => {
  const folder = join(temporaryFolder(), 'mlp');
  mkdirSync(folder);
  const theirs = {
    ...sound,
    class_type: 'a.b.C',
    secondary_analyzers: ['neuron_fourier'],
    cross_epoch_analyzers: ['neuron_dynamics', 7],
    visualizations: ['frequency_clusters_heatmap'],
    something_new: { a: 1 },
    groups: 'none'
  };
  writeFileSync(join(folder, 'family.json'), JSON.stringify(theirs));
  for (const path of [folder, join(folder, 'family.json')]) {
    const family = await readFamily(path);
    expect(family.analyzers).toEqual(['coarseness', 'neuron_fourier', 'neuron_dynamics']);
    expect(family.visualizations).toEqual(['frequency_clusters_heatmap']);
    expect(family.parameters.map((one) => [one.name, one.label, one.default])).toEqual([
      ['prime', 'p', 59],
      ['seed', 's', 999],
      ['data_seed', 'ds', 598],
      ['fraction', 'frac', 0.3]
    ]);
    expect(family.training.epochs).toBe(25000);
  }
});

test('a damaged family.json is a UserError that names it', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'family.json'), '{"name": ');
  const error = await userErrorOf(() => readFamily(folder));
  expect(error.message).toBe(`damaged json: it breaks off or is misspelt: ${folder}/family.json`);
});
