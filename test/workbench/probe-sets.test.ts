import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  analysisCommand,
  artifactEpochs,
  listProbes,
  readAcross,
  readArtifact,
  readSummary,
  type Variant
} from '../../src/loader/index.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import { open } from '../../src/workbench/open.ts';
import { throughProbe } from '../../src/workbench/run/through-probe.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const analyzers = ['neuron_freq_norm', 'input_trace', 'neuron_dynamics'];

/** Every file of the artifacts over all pairs with its time of change. */
function stampsOf({ path }: Variant): readonly string[] {
  const root = join(path, 'artifacts');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(npz|json)$/.test(name) && !name.includes('probe'))
    .map((name) => `${name} ${statSync(join(root, name)).mtimeMs}`)
    .sort();
}

describe('chosen pairs', () => {
  it('have artifacts of their own beside those over all pairs, which stay as they are', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, { analyzers, device: 'cpu' });
    const before = stampsOf(variant);
    const some = throughProbe(variant, 'a<b');
    expect(some.probe!.id).toMatch(/^probe_a_lt_b_[0-9a-f]{8}$/);
    const report = await analyzeVariant(some, { analyzers, device: 'cpu' });
    expect(report.checkpoints).toBe(3);
    expect(stampsOf(variant)).toEqual(before);

    expect(await artifactEpochs(some, 'input_trace')).toEqual([0, 10, 20]);
    const whole = await readArtifact(variant, 'input_trace', 10);
    const own = await readArtifact(some, 'input_trace', 10);
    expect(Array.from(whole.predictions.data).filter((x) => x < 0)).toHaveLength(0);
    expect(Array.from(own.predictions.data).filter((x) => x >= 0)).toHaveLength(21);
    expect((await readSummary(some, 'neuron_freq_norm')).epochs.data).toHaveLength(3);
    expect((await readAcross(some, 'neuron_dynamics')).epochs.data).toHaveLength(3);
    expect([...listProbes(variant)]).toEqual([[some.probe!.id, { text: 'a<b', pairs: 21 }]]);
  });

  it('written otherwise are the same set, and nothing is made twice', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(throughProbe(variant, 'a<b'), { analyzers, device: 'cpu' });
    const again = throughProbe(variant, 'b > a');
    expect(again.probe!.id).toContain('a_lt_b');
    expect(await findGaps(again, { analyzers })).toEqual([]);
    expect(throughProbe(variant, again.probe!.id).probe!.text).toBe('a<b');
  });

  it('have gaps of their own, without the analyzers that see only weights', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, { device: 'cpu' });
    expect(await findGaps(variant)).toEqual([]);
    const gaps = await findGaps(throughProbe(variant, 'doubles,zero'));
    const ids = new Set(gaps.map(({ analyzer }) => analyzer));
    expect(ids).toContain('neuron_freq_norm');
    expect(ids).not.toContain('weight_norms');
  });

  it('all of them are no set of their own', async () => {
    const variant = await randomRun(temporaryFolder());
    expect(throughProbe(variant, 'all').probe).toBeUndefined();
    expect(throughProbe(variant, 'a<b, a>=b').probe).toBeUndefined();
  });

  it('from a file of Windows are all seen, with comments', async () => {
    const variant = await randomRun(temporaryFolder());
    const { probe } = throughProbe(variant, '1+2 # easy\r\n3+4\r\n');
    expect(probe!.text).toBe('1+2, 3+4');
    expect([...probe!.rows]).toEqual([9, 25]);
  });

  it('of strangers reach no command as they are written, and damaged ones spoil no list', async () => {
    const variant = await randomRun(temporaryFolder());
    const folder = join(variant.path, 'artifacts', 'probes');
    mkdirSync(join(folder, 'probe_folder_00000000.json'), { recursive: true });
    const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
    const stored = (text: unknown) => JSON.stringify({ probe: { text, pairs: '21' } });
    put('probe_evil_00000000.json', stored("a<b #'; reboot; echo '\x1b[2J\r\n"));
    put('probe_wrong_00000001.json', stored('a<<b'));
    put('probe_list_00000002.json', stored(['a<b']));
    put('probe_broken_00000003.json', '{');
    put('..json', stored('a<b'));
    expect([...listProbes(variant).keys()]).toEqual([
      'probe_evil_00000000',
      'probe_wrong_00000001'
    ]);
    const evil = throughProbe(variant, 'probe_evil_00000000');
    expect(evil.probe!.text).toBe('a<b');
    expect(analysisCommand(evil)).toBe(`grokscope analyze ${variant.name} --probe 'a<b'`);
    const error = await userErrorOf(() => throughProbe(variant, 'probe_wrong_00000001'));
    expect(error.message).toBe('invalid condition: a<<b');
  });

  it('by the hundred are asked for in a file, not on the command line', async () => {
    const variant = await randomRun(temporaryFolder());
    const pairs = Array.from({ length: 40 }, (_, row) => `${Math.floor(row / 7)}+${row % 7}`);
    expect(analysisCommand(throughProbe(variant, pairs.join('\n')))).toBe(
      `grokscope analyze ${variant.name} --probe-file FILE`
    );
  });

  it('are refused for an analyzer that sees only weights', async () => {
    const some = throughProbe(await randomRun(temporaryFolder()), 'a<b');
    const error = await userErrorOf(() => analyzeVariant(some, { analyzers: ['weight_norms'] }));
    expect(error.message).toBe('no analyzer of chosen pairs: weight_norms');
  });

  it('that are few are seen where that means something; what fits frequencies stays over all', async () => {
    const variant = await randomRun(temporaryFolder());
    const some = throughProbe(variant, '0+1, 2+3');
    expect(some.probe!.analyzers).toContain('input_trace');
    expect(some.probe!.analyzers).not.toContain('neuron_freq_norm');
    expect(some.probe!.analyzers).not.toContain('neuron_dynamics');
    const report = await analyzeVariant(some, { device: 'cpu' });
    expect(report.failures).toEqual([]);
    expect(await findGaps(some)).toEqual([]);
    const error = await userErrorOf(() => analyzeVariant(some, { analyzers: ['coarseness'] }));
    expect(error.message).toBe('too few pairs for coarseness: 2');
    expect(error.hint).toContain('at least 9 pairs');
  });

  it('stand in the titles of the figures that they concern, and of no others', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, { device: 'cpu' });
    await analyzeVariant(throughProbe(variant, 'a<b'), { device: 'cpu' });
    const opened = await open(variant.path, { probe: 'a<b' });
    const titleOf = async (figure: string) => (await opened.figure(figure)).layout.title!.text;
    expect(await titleOf('coarseness_trajectory')).toMatch(/ · a&lt;b$/);
    expect(await titleOf('neuron_heatmap')).toMatch(/ · a&lt;b$/);
    expect(await titleOf('weight_norms')).not.toContain('a&lt;b');
  });

  it('without artifacts name the command that makes them', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, { analyzers, device: 'cpu' });
    const opened = await open(variant.path, { probe: 'wrap' });
    const error = await userErrorOf(() => opened.figure('neuron_freq_clusters'));
    expect(error.hint).toContain(`grokscope analyze ${variant.name} --probe 'wrap'`);
  });

  it('of some answers leave out the others where centres move', async () => {
    const variant = await randomRun(temporaryFolder());
    const analyzers = ['centroid_dmd'];
    const some = throughProbe(variant, 'c==0, c==3');
    await analyzeVariant(some, { analyzers, device: 'cpu' });
    const own = await readAcross(some, 'centroid_dmd');
    expect(own.mlp_out__n_classes.data[0]).toBe(2);
    expect(Array.from(own.mlp_out__trajectory.data).every(Number.isFinite)).toBe(true);
  });

  it('draw every figure that all pairs draw', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, { device: 'cpu' });
    await analyzeVariant(throughProbe(variant, 'a<=b'), { device: 'cpu' });
    const whole = await open(variant.path);
    const some = await open(variant.path, { probe: 'a<=b' });
    expect(some.figures).toEqual(whole.figures);
    for (const figure of some.figures) expect((await some.figure(figure)).layout).toBeDefined();
  });
});
