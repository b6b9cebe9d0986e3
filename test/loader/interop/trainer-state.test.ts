import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTrainerState } from '../../../src/loader/interop/trainer-state.ts';
import { shared } from '../../helpers/shared.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';
import { userErrorOf } from '../../helpers/user-error.ts';

const fixture = new URL('../../fixtures/interop/trainer/trainer_state.json', import.meta.url)
  .pathname;
const loss = (step: number) => Math.exp(-step / 3) + 0.125;

function written(state: unknown): string {
  const path = join(temporaryFolder(), 'trainer_state.json');
  writeFileSync(path, typeof state === 'string' ? state : JSON.stringify(state));
  return path;
}

describe('trainer_state.json', () => {
  it('of transformers has its entries merged by step', async () => {
    const { rows, globalStep } = await readTrainerState(fixture);
    expect(globalStep).toBe(40);
    expect(rows.map(({ step, epoch }) => [step, epoch])).toEqual([
      [10, 0.5],
      [20, 1],
      [30, 1.5],
      [40, 2]
    ]);
    expect(rows.map((row) => row.loss)).toEqual(
      [10, 20, 30, 40].map((step) => expect.closeTo(loss(step), 14))
    );
    expect(rows.map(({ gradNorm }) => gradNorm)).toEqual([null, 1.5, 1.5, 1.5]);
    expect(rows[1].learningRate).toBe(5e-4);
    expect(rows.map(({ evalLoss }) => evalLoss === null)).toEqual([true, false, true, false]);
    expect(rows[1].others).toEqual({ eval_accuracy: 0.3125, eval_runtime: 0.25 });
    expect(rows[3].others).toMatchObject({ train_loss: 0.25, total_flos: 1e12 });
  });

  it('of every checkpoint of a run is read', async () => {
    const folder = shared('data/learning/syllo-run/checkpoints');
    if (folder === null) return;
    for (const step of [250, 3000, 12000]) {
      const path = join(folder, `checkpoint-${step}/trainer_state.json`);
      const { rows, globalStep } = await readTrainerState(path);
      expect(globalStep).toBe(step);
      expect(rows).toHaveLength(step / 50);
      expect(rows[4]).toMatchObject({ step: 250, loss: 0.15398, evalLoss: 1.054206 });
      expect(rows[4].others.eval_easy_accuracy).toBe(1);
      expect(rows.every((row, i) => row.step === 50 * (i + 1))).toBe(true);
    }
  });

  it('may have any names, and entries in any order', async () => {
    const path = written(
      '{"global_step": 2, "log_history": [{"step": 2, "loss": 1}, {"step": 1, "__proto__": 4},' +
        ' {"step": 2, "loss": 3, "constructor": 5, "x": null, "y": Infinity}]}'
    );
    const { rows } = await readTrainerState(path);
    expect(rows.map(({ step, loss: value }) => [step, value])).toEqual([
      [1, null],
      [2, 3]
    ]);
    expect(Object.entries(rows[0].others)).toEqual([['__proto__', 4]]);
    expect(Object.entries(rows[1].others)).toEqual([
      ['constructor', 5],
      ['y', Infinity]
    ]);
  });

  it.each([
    [{ log_history: [] }, 'global_step is absent, no whole number'],
    [{ global_step: 1.5, log_history: [] }, 'global_step is 1.5, no whole number'],
    [{ global_step: 1, log_history: {} }, 'log_history is {}, no list'],
    [{ global_step: 1, log_history: [3] }, 'entry 1 of log_history is 3, no object'],
    [{ global_step: 1, log_history: [{ loss: 1 }] }, 'step in entry 1 of log_history is absent'],
    [
      { global_step: 1, log_history: [{ step: 1 }, { step: 1, loss: '0.5' }] },
      'loss in entry 2 of log_history is "0.5", no number'
    ],
    [
      { global_step: 1, log_history: [{ step: 1, 'x\u001b': [1] }] },
      'x\\x1b in entry 1 of log_history is [1], no number'
    ]
  ])('is refused by name: %j', async (state, problem) => {
    const { message } = await userErrorOf(() => readTrainerState(written(state)));
    expect(message).toContain(`unsupported trainer state: ${problem}`);
    expect(message).toMatch(/trainer_state\.json$/);
  });

  it('is refused where it is damaged or absent', async () => {
    expect((await userErrorOf(() => readTrainerState(written('{"log_h')))).message).toMatch(
      /^damaged json: /
    );
    expect((await userErrorOf(() => readTrainerState('/nowhere/x.json'))).message).toBe(
      'missing trainer state: /nowhere/x.json'
    );
  });
});
