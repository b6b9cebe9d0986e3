import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type TraceRequest, trace } from '../../src/cli/commands/trace/run.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Calls the command on a run of p=7 with three checkpoints and returns what it printed. */
async function printed(asked: Partial<TraceRequest>): Promise<string> {
  const { path } = await randomRun(temporaryFolder());
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  await trace({ json: false, variant: path, top: 2, ...asked });
  vi.restoreAllMocks();
  return lines.join('');
}

describe('grokscope trace', () => {
  it('prints a row per checkpoint under a sentence that names both pairs', async () => {
    const [title, , header, ...rows] = (await printed({ input: '3+5' })).trim().split('\n');
    expect(title).toMatch(/^3\+5=1 \((train|test)\) against \d\+\d=1 \((train|test)\)$/);
    expect(header).toMatch(
      /^epoch +P embedding +P attention +P mlp +rank +answer +P against +rank/
    );
    expect(header).toContain('head 1 a/b/=');
    expect(rows.map((row) => row.trim().split(/\s+/)[0])).toEqual(['0', '10', '20']);
    expect(rows[0]).toMatch(/\d+:[+-][\d.e-]+ \d+:[+-][\d.e-]+$/);
  });

  it('prints everything as JSON', async () => {
    const found = JSON.parse(
      await printed({ input: '3+5', against: '1+1,2+2', epochs: '10', json: true, top: 1 })
    );
    expect(found).toMatchObject({ parameters: { prime: 7 }, subject: { pairs: [[3, 5]] } });
    expect(found.against.pairs).toEqual([
      [1, 1],
      [2, 2]
    ]);
    const [checkpoint, ...more] = found.subject.checkpoints;
    expect(more).toEqual([]);
    expect(checkpoint.epoch).toBe(10);
    expect(Object.keys(checkpoint.probability)).toEqual(['embedding', 'attention', 'mlp']);
    expect(checkpoint.attention).toHaveLength(2);
    expect(checkpoint.neurons).toHaveLength(1);
    const { a, b, '=': equals } = checkpoint.attention[0];
    expect(a + b + equals).toBeCloseTo(1, 6);
  });

  it('reads inputs from a file and tells the share of right answers of a set', async () => {
    const file = join(temporaryFolder(), 'hard.txt');
    writeFileSync(file, '# large ones\na + b > 5 # and\n3+1\n');
    const text = await printed({ file, top: 0 });
    expect(text).toMatch(
      /^a \+ b > 5, 3\+1 \(\d+ pairs, train\) against a \+ b > 5, 3\+1 \(\d+ pairs, test\)/
    );
    expect(text).toMatch(/right/);
    expect(text).toMatch(/\d+\.\d%/);
  });

  it('refuses a file without pairs', async () => {
    const file = join(temporaryFolder(), 'empty.txt');
    writeFileSync(file, '\n# 3+5\n');
    const error = await userErrorOf(() => printed({ file }));
    expect(error.message).toContain('no pairs in');
    expect(error.exitCode).toBe(2);
  });

  it('traces the first test pair if nothing is asked', async () => {
    expect(await printed({})).toMatch(/^\d\+\d=\d \(test\) against/);
  });

  it.each([
    [{ input: '3+9' }, 'pair out of range: 3+9'],
    [{ input: 'a<' }, 'invalid condition: a<'],
    [{ input: '3+5', file: 'x' }, 'both input and --file given'],
    [{ file: '/nonexistent' }, 'cannot read file: /nonexistent'],
    [{ input: '' }, 'no pairs in an empty probe'],
    [{ input: '3+5', against: '' }, 'no pairs in an empty probe'],
    [{ input: '3+5', top: 1.5 }, 'invalid top: 1.5'],
    [{ input: '3+5', epochs: '11' }, 'no stored epoch: 11']
  ])('refuses %j', async (asked, message) => {
    const error = await userErrorOf(() => printed(asked));
    expect(error.message).toContain(message);
    expect(error.exitCode).toBe(2);
  });
});
