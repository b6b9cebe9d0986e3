import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseView } from '../../src/workbench/views/parse-view.ts';
import { readView, saveView, viewText } from '../../src/workbench/views/view-files.ts';
import type { ViewSpec } from '../../src/workbench/views/view-spec.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const docs = readFileSync(new URL('../../docs/views.md', import.meta.url), 'utf8');
const example = /```json\n([\s\S]*?)```/.exec(docs)![1];
const rows = [[{ figure: 'loss_curves' }]];
const errorOf = (view: unknown) => userErrorOf(() => parseView(JSON.stringify(view)));

describe('a view file', () => {
  it('is read as the documentation shows one', () => {
    const view = parseView(example);
    expect(view.title).toBe('Around the turn');
    expect(view.rows.map((row) => row.length)).toEqual([2, 3]);
    expect(view.rows[1][2].options).toEqual({ nBins: 10 });
    expect(view.compare).toEqual({ align: 'turn', seeds: 'median' });
  });

  it('has every key in the documentation', () => {
    for (const key of [
      'neuron',
      'input',
      'sentence',
      'epoch_control',
      'focus',
      'maximised',
      'against',
      'variants'
    ])
      expect(docs).toContain(`\`${key}\``);
  });

  it.each([
    [{ title: 'a' }, 'missing key: rows', 'docs/views.md shows one'],
    [{ title: 'a', rows, titel: 'b' }, 'unknown key in the view: titel', 'did you mean title?'],
    [
      { title: 'a', rows: [[{ figure: 'los_curves' }]] },
      'unknown figure: los_curves (figure of 1 in 1 in rows of the view)',
      'did you mean loss_curves?'
    ],
    [
      {
        title: 'a',
        rows: [[{ figure: 'coarseness_distribution', options: { n_bin: 3 } }]]
      },
      'unknown option: n_bin in 1 in 1 in rows of the view',
      'did you mean n_bins?'
    ],
    [
      { title: 'a', rows, compare: { way: 'sidebyside' } },
      'unknown way of compare of the view: sidebyside',
      'overlay, side by side, small multiples, difference'
    ],
    [
      { title: 'a', rows: [[{ figure: 'neuron_heatmap', variants: ['a', 'b'] }]] },
      'neuron_heatmap shows one variant: 1 in 1 in rows of the view',
      'a panel of its own'
    ],
    [{ title: 'a', rows: [[{}]] }, '1 in 1 in rows of the view has a figure or a text', 'one of'],
    [{ title: 'a', rows, heights: [1, 1] }, 'heights of 2 rows: there are 1', ''],
    [{ title: 'a', rows, focus: 4 }, 'no panel 4 to focus', 'they are 1 to 1'],
    [{ title: 'a', rows, epoch: -1 }, 'not a whole number from 0: epoch of the view', ''],
    [{ title: 'a', rows: [] }, '0 entries: rows of the view', 'it takes 1 to 40'],
    [[], 'not an object: the view', 'docs/views.md']
  ])('that is wrong says where: %j', async (view, message, hint) => {
    const error = await errorOf(view);
    expect([error.message, error.exitCode]).toEqual([message, 2]);
    expect(error.hint ?? '').toContain(hint);
  });

  it('does not have a key twice, nor keys of all objects', async () => {
    const twice = await userErrorOf(() => parseView('{"title": "a", "title": "b", "rows": []}'));
    expect(twice.message).toBe('key twice: title');
    const proto = await userErrorOf(() => parseView('{"__proto__": {}, "title": "a"}'));
    expect(proto.message).toBe('unknown key in the view: __proto__');
  });

  it('is written so that it is read as it was', () => {
    const view = parseView(example);
    expect(parseView(viewText(view))).toEqual(view);
    expect(viewText(view).split('\n').length).toBeLessThan(25);
  });
});

describe('views of a results folder', () => {
  const spec: ViewSpec = { title: 'T', rows };

  it('are saved whole, and not over others unless asked', async () => {
    const results = temporaryFolder();
    const path = await saveView(results, 'turns', spec, false);
    expect(path).toBe(join(results, 'views', 'turns.json'));
    expect(await readView(results, 'turns')).toEqual(spec);
    const error = await userErrorOf(() => saveView(results, 'turns', spec, false));
    expect(error.message).toBe(`view exists: ${path}`);
    expect(error.hint).toBe(':save-view! turns replaces it');
    await saveView(results, 'turns', { ...spec, title: 'U' }, true);
    expect((await readView(results, path)).title).toBe('U');
    for (const name of ['', '../x', 'a/b', 'a b', 'x'.repeat(200)])
      expect((await userErrorOf(() => saveView(results, name, spec, false))).exitCode).toBe(2);
    expect(existsSync(join(results, 'x.json'))).toBe(false);
  });

  it('name variants in words; the explorer gets their folders', async () => {
    const results = temporaryFolder();
    const { name } = await randomRun(results, [0]);
    const file = join(results, 'mine.json');
    const panel = { figure: 'loss_curves', variants: ['p7'] };
    writeFileSync(
      file,
      JSON.stringify({ title: 'T', variant: 'p7', picked: ['p7 s999'], rows: [[panel]] })
    );
    const view = await readView(results, file);
    expect([view.variant, view.picked, view.rows[0][0].variants]).toEqual([name, [name], [name]]);
    writeFileSync(file, JSON.stringify({ title: 'T', variant: 'p8', rows }));
    const error = await userErrorOf(() => readView(results, file));
    expect(error.message).toContain('unknown variant: p8');
  });

  it('that cannot be read are told: absent, damaged, no file, too large', async () => {
    const results = temporaryFolder();
    const message = async (file: string) =>
      (await userErrorOf(() => readView(results, file))).message;
    expect(await message('none')).toBe('no such view: none');
    const file = join(results, 'a.json');
    writeFileSync(file, '{"title": ');
    expect(await message(file)).toContain(`view ${file}: damaged json`);
    mkdirSync(join(results, 'folder.json'));
    expect(await message(join(results, 'folder.json'))).toContain('not a file');
    writeFileSync(file, ' '.repeat(2 ** 20 + 1));
    expect(await message(file)).toContain('a.json');
    symlinkSync('/dev/zero', join(results, 'zero.json'));
    expect(await message(join(results, 'zero.json'))).toContain('not a');
  });
});
