import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync
} from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yargs from 'yargs';
import { commands } from '../../src/cli/commands/index.ts';
import { writeNpz } from '../../src/codec/index.ts';
import { printable } from '../../src/text/printable.ts';
import { expectShowable, folderNames, hostileNames } from '../helpers/hostile-names.ts';
import { grokscope, type Outcome, tinyRecipe } from './program.ts';

const family = 'modulo_addition_1layer';
const prefix = `${family}_p11_seed999_dseed598_`;
const all = Object.values({ ...hostileNames, long: '', lone: '' }).join(' ');
let results = '';
let plain = '';
/** The folders of the variants: the same run under every name, and one with every text in its files hostile. */
let names: string[] = [];

beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'grokscope-hostile-'));
  const words = ['train', family, ...tinyRecipe, '--epochs', '20', '--checkpoints', '0:20:10'];
  const made = await grokscope([...words, '--analyze', '--results', results]);
  expect(made.stderr + made.stdout).not.toContain('this is a bug');
  const folder = join(results, family);
  plain = readdirSync(folder)[0];
  for (const name of folderNames.slice(1))
    await cp(join(folder, plain), join(folder, prefix + name), { recursive: true });
  const texts = join(folder, `${prefix}texts`);
  await cp(join(folder, plain), texts, { recursive: true });
  const config = JSON.parse(readFileSync(join(texts, 'config.json'), 'utf8'));
  writeFileSync(
    join(texts, 'config.json'),
    JSON.stringify({ ...config, [all]: all, recipe: { ...config.recipe, note: all }, device: all })
  );
  const artifact = join(texts, 'artifacts/coarseness/epoch_00010.npz');
  if (existsSync(artifact))
    writeFileSync(
      artifact,
      writeNpz({
        [all.replaceAll('\0', '')]: { dtype: 'float32', shape: [1], data: Float32Array.of(1) }
      })
    );
  renameSync(join(folder, plain), join(folder, prefix + folderNames[0]));
  names = readdirSync(folder);
  // A family of that name, with a run of that name.
  const other = join(results, folderNames[0]);
  mkdirSync(other);
  await cp(join(folder, `${prefix}texts`), join(other, `${folderNames[0]}_p11_seed1_dseed2`), {
    recursive: true
  });
});
afterAll(() => rm(results, { recursive: true, force: true }));

function expectHarmless({ stdout, stderr }: Outcome): void {
  expectShowable(stdout);
  expectShowable(stderr);
  expect(stderr).not.toMatch(/this is a bug|\n\s+at /);
}

/** Words that make each command work on the variants above; an empty list where it has none that concern names. */
const working: Readonly<Record<string, readonly (readonly string[])[]>> = {
  explore: [['explore', all]],
  train: [['train', all]],
  import: [['import', all]],
  analyze: [['analyze', '--all']],
  show: [
    ['show', prefix + folderNames[0], 'loss_curves'],
    ['show', `${prefix}texts`, 'coarseness_distribution', '--epoch', '10']
  ],
  export: [['export', prefix + folderNames[6], 'loss_curves', '--format', 'svg']],
  compare: [
    ['compare', 'all'],
    ['compare', 'all', '--ascii', '--align', 'fraction'],
    ['compare', 'all', '--format', 'html']
  ],
  table: [['table'], ['table', '--csv']],
  turn: [['turn']],
  probes: [
    ['probes', 'pairs', prefix + folderNames[0]],
    ['probes', 'draw', all]
  ],
  watch: [['watch', prefix + folderNames[1]]],
  log: [['log', all]],
  learn: [['learn', 'radar', prefix + folderNames[2]]],
  anomalies: [['anomalies']],
  trace: [['trace', prefix + folderNames[1], '1+2']],
  list: [
    ['list', 'variants'],
    ['list', 'gaps'],
    ['list', 'families'],
    ['list', 'neurons', prefix + folderNames[2]],
    ['list', 'probes', prefix + folderNames[3]]
  ],
  doctor: [['doctor']],
  demo: [['demo', all]],
  completion: [
    ['completion', 'bash'],
    ['--get-yargs-completions', 'show', ''],
    ['--get-yargs-completions', 'table', '--sort', all]
  ]
};

/** Words that a command needs before any option of its own. */
function needed(command: string): readonly string[] {
  const [name = '', ...positional] = command.split(' ').filter((word) => !word.startsWith('['));
  const words = positional.map((word) =>
    word === '<figure>' ? 'loss_curves' : word === '<what>' ? 'variants' : prefix + folderNames[0]
  );
  return [name, ...words];
}

const own = commands.map((entry) => [entry.command.split(' ')[0], entry] as const);

describe('names that want more than to be read', () => {
  it('are tried on every command', () => {
    for (const [name] of own) expect(Object.keys(working)).toContain(name);
  });

  it.each(own)('do nothing in %s, as text and as JSON', async (name) => {
    for (const words of working[name] ?? [])
      for (const form of [[], ['--json']]) {
        const outcome = await grokscope([...words, ...form, '--results', results]);
        expectHarmless(outcome);
        if (form.length > 0 && outcome.code === 0 && name !== 'completion')
          JSON.parse(outcome.stdout);
      }
  });

  it.each(own)('do nothing as any word or value of an option of %s', async (_, entry) => {
    const { options } = entry;
    const argv = yargs([]) as never as Parameters<typeof options>[0];
    const known = (
      options(argv) as unknown as { getOptions(): Record<string, string[]> }
    ).getOptions();
    const valued = [
      ...(known.string ?? []),
      ...(known.array ?? []),
      ...(known.number ?? []).slice(0, 1)
    ];
    const positional = new Set([...entry.command.matchAll(/[\w-]+/g)].map(([word]) => word));
    const values = [...new Set(valued)].filter((option) => !positional.has(option));
    const calls = values.map((option) => [...needed(entry.command), `--${option}=${all}`]);
    const [name = '', ...others] = needed(entry.command);
    calls.push([name, ...others.map(() => all), all], [name, `--${all}`]);
    // A file of that name is made where a command writes one.
    for (const words of calls)
      if (!words.some((word) => /^--(out|results)=/.test(word)))
        expectHarmless(await grokscope([...words, '--results', results]));
  });

  it('are the same names in JSON', async () => {
    const { stdout } = await grokscope(['list', 'variants', '--json', '--results', results]);
    const listed = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
    expect(listed).toEqual(expect.arrayContaining(names));
  });

  it('in an error as JSON are still JSON', async () => {
    const words = ['show', all, 'loss_curves', '--json', '--results', results];
    const { stderr, code } = await grokscope(words);
    expect(code).toBeGreaterThan(0);
    expect(JSON.parse(stderr).error).toContain(printable(all.slice(0, 12)));
  });
});
