import { expect, test } from 'vitest';
import { parseEpochs, planEpochs, readFamily } from '../../src/loader/index.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const stored = [0, 100, 200, 300, 400, 500, 1000, 1500, 1999];

test.each([
  ['all', stored],
  ['400', [400]],
  ['0,400,100', [0, 100, 400]],
  ['100:300', [100, 200, 300]],
  ['0:1500:500', [0, 500, 1000, 1500]],
  ['0:1499:500', [0, 500, 1000]],
  ['0:200:100, 1999,100', [0, 100, 200, 1999]],
  ['400:1000:1', [400, 500, 1000]]
])('%s selects stored epochs', (spec, expected) => {
  expect(parseEpochs(spec, stored)).toEqual(expected);
});

test('around the turn it selects stored epochs at least a step apart', () => {
  expect(parseEpochs('turn+-200:150', stored, { turn: 320 })).toEqual([200, 400]);
  expect(parseEpochs('turn+-200', stored, { turn: 320 })).toEqual([200, 300, 400, 500]);
  expect(parseEpochs('turn±700:20,0', stored, { turn: 1700 })).toEqual([0, 1000, 1500, 1999]);
  expect(parseEpochs('turn', stored, { turn: 1212 })).toEqual([1000]);
});

test.each([
  ['33', 'no stored epoch: 33', 'nearest: 0, 100, 200, 300 (9 stored, 0 to 1999)'],
  ['2500', 'no stored epoch: 2500', 'nearest: 500, 1000, 1500, 1999 (9 stored, 0 to 1999)'],
  ['600:900', 'no stored epoch: 600 to 900', 'nearest: 300, 400, 500, 1000 (9 stored, 0 to 1999)'],
  ['turn+-5:1', 'no turn found in this run: turn+-5:1', 'give epochs as numbers']
])('%s is an error that helps', async (spec, message, hint) => {
  const error = await userErrorOf(() => parseEpochs(spec, stored));
  expect([error.message, error.hint, error.exitCode]).toEqual([message, hint, 2]);
});

test.each([
  '',
  ',',
  '1,,2',
  'x',
  '-5',
  '1.5',
  '5:1',
  '0:100:0',
  '0:100:-5',
  '0:10:1:1',
  '0x10',
  '1e3',
  'turn+5:1',
  'all:5',
  '0:999999999999999:1',
  '9999999999999999'
])('%j is malformed', async (spec) => {
  const error = await userErrorOf(() => parseEpochs(spec, stored, { turn: 300 }));
  expect(error.message).toContain('invalid epochs: ');
  expect(error.exitCode).toBe(2);
});

test('escape codes in a SPEC reach no terminal', async () => {
  expect((await userErrorOf(() => parseEpochs('\u001b[2J', stored))).message).toBe(
    'invalid epochs: \\x1b[2J'
  );
});

test('without stored epochs every SPEC is an error', async () => {
  for (const spec of ['all', '0', '0:10'])
    expect((await userErrorOf(() => parseEpochs(spec, []))).message).toBe('no stored epochs');
});

test('a plan drops epochs beyond the run and always saves the last', async () => {
  expect(planEpochs('0:1400:500,90', 1200)).toEqual([0, 90, 500, 1000, 1199]);
  expect(planEpochs('all', 4)).toEqual([0, 1, 2, 3]);
  expect(planEpochs('7', 1)).toEqual([0]);
  expect(planEpochs('turn+-20:10', 100, { turn: 10 })).toEqual([0, 10, 20, 30, 99]);
});

test('the default schedule is that of the Python workbench: 95 checkpoints of 25000 epochs', async () => {
  const { training } = await readFamily('modulo_addition_1layer');
  const plan = planEpochs(training.checkpoints, training.epochs);
  expect(plan).toHaveLength(95);
  expect(plan.slice(-3)).toEqual([24000, 24500, 24999]);
  expect(plan).toContain(12900);
  expect(plan).not.toContain(8600);
});
