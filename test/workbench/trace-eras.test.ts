import { expect, it } from 'vitest';
import { readVariant } from '../../src/loader/index.ts';
import { traceVariant } from '../../src/workbench/trace/index.ts';
import { eraC, makeEraA, makeEraB } from '../helpers/eras.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

it('folders of all three eras give the same trace', async (context) => {
  const path = eraC();
  if (path === null) return context.skip();
  const results = temporaryFolder();
  const trace = async (folder: string) =>
    traceVariant(await readVariant(folder), { input: '4+7', epochs: [0, 30, 59] });
  const known = await trace(path);
  expect(known.subject.name).toBe('4+7=11');
  expect(known.subject.rank.every((rank) => rank >= 1 && rank <= 13)).toBe(true);
  expect(await trace(makeEraB(results, path))).toEqual(known);
  const { subject } = await trace(makeEraA(results, path, [0, 30, 59]));
  expect(subject.logProbability).toEqual(known.subject.logProbability);
  expect(subject.attention).toEqual(known.subject.attention);
});
