import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import { parsePythonJson } from '../../../src/codec/index.ts';
import { readTensorBoardScalars } from '../../../src/loader/interop/tensorboard.ts';
import { readWandbScalars } from '../../../src/loader/interop/wandb.ts';
import { event, tfRecords, wandbFile } from '../../helpers/event-logs.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';
import { userErrorOf } from '../../helpers/user-error.ts';

const fixtures = new URL('../../fixtures/interop/', import.meta.url).pathname;
const eventFile = 'events.out.tfevents.1700000000.fixture';
const version = event({ version: 'brain.Event:2' });

/** What the fixtures hold: test/fixtures/interop/README.md. */
const loss = (step: number) => Math.exp(-step / 3) + 0.125;

function written(records: readonly Uint8Array[], name = 'a.tfevents.1'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, tfRecords(records));
  return path;
}

describe('TensorBoard files', () => {
  it.each(['simple', 'tensors', 'restarted'])(
    'hold what TensorBoard itself reads of them: %s',
    async (run) => {
      const text = readFileSync(join(fixtures, 'tensorboard/expected.json'), 'utf8');
      const expected = parsePythonJson(text) as Record<string, Record<string, number[][]>>;
      const { scalars, torn } = await readTensorBoardScalars(join(fixtures, 'tensorboard', run));
      expect(torn).toEqual([]);
      expect([...scalars.keys()].sort()).toEqual(Object.keys(expected[run]).sort());
      for (const [tag, rows] of Object.entries(expected[run]))
        expect(
          scalars
            .get(tag)!
            .map(({ step, value, wallTime }) => [
              step,
              Number.isNaN(value) ? null : value,
              wallTime
            ])
        ).toEqual(rows);
    }
  );

  it('hold what was logged, to float32', async () => {
    const { scalars } = await readTensorBoardScalars(
      join(fixtures, 'tensorboard/simple', eventFile)
    );
    expect(scalars.get('train/loss')!.map(({ step, value }) => [step, value])).toEqual(
      [0, 10, 20, 30, 40].map((step) => [step, Math.fround(loss(step))])
    );
  });

  it('may be cut anywhere, and say so', async () => {
    const folder = temporaryFolder();
    const path = join(folder, eventFile);
    copyFileSync(join(fixtures, 'tensorboard/simple', eventFile), path);
    truncateSync(path, readFileSync(path).length - 1);
    const { scalars, torn } = await readTensorBoardScalars(folder);
    expect(torn).toEqual([eventFile]);
    expect(scalars.get('train/loss')!.map(({ step }) => step)).toEqual([0, 10, 20, 30]);
  });

  it('are refused where they are damaged before, by file and record', async () => {
    const bytes = readFileSync(join(fixtures, 'tensorboard/simple', eventFile));
    bytes[bytes.length - 90] ^= 1;
    const path = join(temporaryFolder(), 'x.tfevents');
    writeFileSync(path, bytes);
    expect((await userErrorOf(() => readTensorBoardScalars(path))).message).toMatch(
      /^damaged TensorBoard events: the checksum of the data of record 5 at byte \d+ is wrong: .*x\.tfevents$/
    );
  });

  it('name the plugin of a tag once; other tensors are no scalars', async () => {
    const float = Uint8Array.from([8, 1, 42, 4, 0, 0, 0, 63]);
    const double = Uint8Array.from([8, 2, 34, 8, 0, 0, 0, 0, 0, 0, 0xd0, 63]);
    const path = written([
      version,
      event({ step: 1, values: [{ tag: 'a', plugin: 'scalars', tensor: float }] }),
      event({
        step: 2,
        values: [
          { tag: 'a', tensor: double },
          { tag: 'b', tensor: float }
        ]
      }),
      event({ step: 3, values: [{ tag: 'c', plugin: 'histograms', tensor: float }] })
    ]);
    const { scalars } = await readTensorBoardScalars(path);
    expect([...scalars.keys()]).toEqual(['a']);
    expect(scalars.get('a')!.map(({ value }) => value)).toEqual([0.5, 0.25]);
  });

  it.each([
    ['has the element type 3', [8, 3, 56, 1]],
    ['has 2 elements', [8, 1, 18, 4, 18, 2, 8, 2, 42, 8, 0, 0, 0, 63, 0, 0, 0, 63]],
    ['has no value', [8, 1]]
  ])('refuse a scalar that %s', async (problem, bytes) => {
    const values = [{ tag: 'x\u001b[31m', plugin: 'scalars', tensor: Uint8Array.from(bytes) }];
    const path = written([version, event({ step: 1, values })]);
    const { message } = await userErrorOf(() => readTensorBoardScalars(path));
    expect(message).toMatch(`unsupported TensorBoard scalar: x\\x1b[31m ${problem}: `);
  });

  it('keep values of one step in their order, and ascend by step', async () => {
    const at = (step: number, simple: number) => event({ step, values: [{ tag: 'a', simple }] });
    const path = written([version, at(3, 1), at(1, 2), at(3, 3), at(2, 4)]);
    const { scalars } = await readTensorBoardScalars(path);
    expect(scalars.get('a')!.map(({ step, value }) => [step, value])).toEqual([
      [1, 2],
      [2, 4],
      [3, 1],
      [3, 3]
    ]);
  });

  it('are read in linear time, restarts included', async () => {
    const values = [{ tag: 'a', simple: 1 }];
    const records = Array.from({ length: 100_000 }, (_, i) =>
      i % 2 ? event({ step: i - 1, restarts: true }) : event({ step: i, values })
    );
    const begin = performance.now();
    const { scalars } = await readTensorBoardScalars(written([version, ...records]));
    expect(performance.now() - begin).toBeLessThan(20_000);
    expect(scalars.size).toBe(0);
  });

  it('of a folder that has none are looked for in its folders', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'version_0'));
    mkdirSync(join(folder, 'other'));
    copyFileSync(
      join(fixtures, 'tensorboard/simple', eventFile),
      join(folder, 'version_0', eventFile)
    );
    const error = await userErrorOf(() => readTensorBoardScalars(folder));
    expect(error.message).toMatch(/^no TensorBoard file .* in the folder: /);
    expect(error.hint).toBe('runs lie in its folders: version_0');
    const missing = await userErrorOf(() => readTensorBoardScalars(join(folder, 'x.tfevents')));
    expect(missing.message).toMatch(/^missing TensorBoard file: /);
  });
});

describe('W&B files', () => {
  const path = join(fixtures, 'wandb/run-fixture1.wandb');
  const pairs = (run: Awaited<ReturnType<typeof readWandbScalars>>, name: string) =>
    run.scalars.get(name)?.map(({ step, value }) => [step, value]);

  it('hold what was logged, over several blocks', async () => {
    const run = await readWandbScalars(path);
    const { runId, name, project, isTorn } = run;
    expect({ runId, name, project, isTorn }).toEqual({
      runId: 'fixture1',
      name: 'a run',
      project: 'interop',
      isTorn: false
    });
    const steps = [0, 10, 20, 30];
    expect(pairs(run, 'train/loss')).toEqual(
      steps.map((step) => [step, expect.closeTo(loss(step), 14)])
    );
    expect(pairs(run, 'eval.acc')).toEqual(steps.map((step) => [step, step / 64]));
    expect(pairs(run, 'eval.deep.x')).toEqual(steps.map((step) => [step, 1]));
    expect(pairs(run, 'nothing')).toEqual([[10, Number.NaN]]);
    expect(pairs(run, 'least')).toEqual([[10, -Infinity]]);
    expect(pairs(run, '__proto__')).toEqual([[10, 3]]);
    expect([...run.scalars.keys()].sort()).toEqual([
      '__proto__',
      'eval.acc',
      'eval.deep.x',
      'least',
      'nothing',
      'train/loss'
    ]);
    const times = run.scalars.get('train/loss')!.map(({ wallTime }) => wallTime);
    expect(times.every((time) => time > 1.7e9 && time < 2e9)).toBe(true);
  });

  it('hold the settings, those that came late included', async () => {
    const { config } = await readWandbScalars(join(fixtures, 'wandb'));
    expect(config.get('lr')).toBe(0.001);
    expect(config.get('late')).toEqual([1, 2]);
    expect([...config.keys()]).toEqual(['lr', 'model', 'late']);
    expect(Object.entries(config.get('model') as object)).toEqual([
      ['layers', 2],
      ['__proto__', 'x']
    ]);
  });

  it('may be cut, and say so', async () => {
    const cut = join(temporaryFolder(), 'run-x.wandb');
    writeFileSync(cut, readFileSync(path).subarray(0, 40_000));
    const run = await readWandbScalars(cut);
    expect(run.isTorn).toBe(true);
    expect(pairs(run, 'eval.acc')).toEqual([[0, 0]]);
  });

  it('are refused where they are damaged before the end, or something else', async () => {
    const folder = temporaryFolder();
    const wrong = join(folder, 'run-x.wandb');
    const bytes = readFileSync(path);
    bytes[35_000] ^= 1;
    writeFileSync(wrong, bytes);
    expect((await userErrorOf(() => readWandbScalars(wrong))).message).toMatch(
      /^damaged W&B run: the checksum of the chunk at byte 32768 is wrong: .*run-x\.wandb$/
    );
    writeFileSync(wrong, '{"_step": 1}');
    expect((await userErrorOf(() => readWandbScalars(folder))).message).toMatch(
      /^damaged W&B run: it does not begin with :W&B: /
    );
    const none = await userErrorOf(() => readWandbScalars(temporaryFolder()));
    expect(none.message).toMatch(/^no W&B files \(run-<id>\.wandb\) in the folder: /);
  });

  it('are refused where values have no step', async () => {
    const writer = protobuf.Writer.create();
    const item = writer.uint32(18).fork().uint32(10).fork();
    item.uint32(10).string('a').uint32(130).string('1').ldelim();
    const file = join(temporaryFolder(), 'run-x.wandb');
    writeFileSync(file, wandbFile([writer.ldelim().finish()]));
    expect((await userErrorOf(() => readWandbScalars(file))).message).toBe(
      `damaged W&B run: a record of values has no step: ${file}`
    );
  });

  it('of older versions have keys outright, nested JSON, quoted NaN, and a step beside', async () => {
    const writer = protobuf.Writer.create();
    writer.uint32(18).fork();
    for (const [key, json] of [
      ['a', '"NaN"'],
      ['b', '{"c": {"d": 2, "e": "x"}, "h": {"_type": "histogram", "size": 3}}'],
      ['f', 'true'],
      ['_type', '"mine"'],
      ['g', '[1, 2]']
    ])
      writer.uint32(10).fork().uint32(10).string(key).uint32(130).string(json).ldelim();
    writer.uint32(18).fork().uint32(8).int64(7).ldelim();
    const file = join(temporaryFolder(), 'run-x.wandb');
    writeFileSync(file, wandbFile([writer.ldelim().finish()]));
    const { scalars } = await readWandbScalars(file);
    expect(Object.fromEntries(scalars)).toEqual({
      a: [{ step: 7, value: Number.NaN, wallTime: Number.NaN }],
      'b.c.d': [{ step: 7, value: 2, wallTime: Number.NaN }]
    });
  });
});
