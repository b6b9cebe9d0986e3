import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLmEval } from '../../../src/loader/interop/lm-eval.ts';
import { type Evaluation, writeLmEval } from '../../../src/loader/interop/write-lm-eval.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';
import { userErrorOf } from '../../helpers/user-error.ts';

const fixtures = new URL('../../fixtures/interop/lm-eval/', import.meta.url).pathname;

function written(name: string, content: unknown): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('lm-eval', () => {
  it('leaves metrics of tasks with their filters', async () => {
    const { results } = await readLmEval(fixtures);
    expect(results.map(({ task, metric, filter }) => [task, metric, filter])).toEqual([
      ['carry', 'acc', 'none'],
      ['carry', 'acc_norm', 'none'],
      ['carry_text', 'exact_match', 'strict'],
      ['carry_text', 'exact_match', 'digits']
    ]);
    for (const { model, alias, task, date } of results) {
      expect([model, alias]).toEqual(['our/tiny:v1', task]);
      expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
    expect(results[0].stderr).toBeCloseTo(1 / 3, 12);
    expect(results[2]).toMatchObject({ value: 0, stderr: 0 });
  });

  it('leaves samples, whose mean is the metric', async () => {
    const { results, samples } = await readLmEval(join(fixtures, 'our__tiny__v1'));
    for (const { task, metric, filter, value } of results) {
      const own = samples.filter((sample) => sample.task === task && sample.filter === filter);
      expect(own.map(({ docId }) => docId)).toEqual([0, 1, 2]);
      expect(own.reduce((sum, { metrics }) => sum + metrics[metric] / 3, 0)).toBeCloseTo(value, 12);
    }
    const choices = samples.filter(({ task }) => task === 'carry');
    expect(choices.map(({ prompt }) => prompt)).toEqual(['12+9=', '5+5=', '7+6=']);
    const right = ['21', '10', '13'];
    expect(choices.map(({ response }, i) => response === right[i])).toEqual(
      choices.map(({ correct }) => correct)
    );
    expect(samples.find(({ filter }) => filter === 'digits')).toEqual({
      task: 'carry_text',
      docId: 0,
      filter: 'digits',
      target: '21',
      prompt: '12+9=',
      response: '[invalid]',
      correct: false,
      metrics: { exact_match: 0 }
    });
  });

  it('is read file by file as well', async () => {
    const folder = join(fixtures, 'our__tiny__v1');
    const [results, , text] = readdirSync(folder).sort();
    expect((await readLmEval(join(folder, results))).samples).toEqual([]);
    const { samples } = await readLmEval(join(folder, text));
    expect(samples).toHaveLength(6);
    expect(samples[0].task).toBe('carry_text');
  });

  it('knows what is not known', async () => {
    const text =
      '{"results": {"a": {"alias": 1, "x,none": NaN, "x_stderr,none": "N/A", "y,f,g": 2},' +
      ' "group": {" ": " "}, "__proto__": {"z,none": 1}}, "config": {"model": "hf"}, "date": "?"}';
    const { results } = await readLmEval(written('results_1.json', text));
    const unknown = { stderr: null, alias: null, model: 'hf', date: null };
    expect(results).toEqual([
      { task: 'a', metric: 'x', filter: 'none', value: Number.NaN, ...unknown },
      { task: 'a', metric: 'y', filter: 'f,g', value: 2, ...unknown },
      { task: '__proto__', metric: 'z', filter: 'none', value: 1, ...unknown }
    ]);
  });

  it.each([
    [{ a: 1 }, 'it has no results by task'],
    [{ results: { a: 1 } }, 'a is no object'],
    [{ results: { a: { 'acc,none': [1] } } }, 'acc,none of a is no number'],
    [{ results: { a: { acc: 1, acc_stderr: 0 } } }, 'its metrics name no filter']
  ])('refuses other results by name: %j', async (file, problem) => {
    const path = written('results_1.json', file);
    expect((await userErrorOf(() => readLmEval(path))).message).toContain(
      `unsupported lm-eval results: ${problem}`
    );
  });

  it('reads samples of version 0.4.0, whose arguments are lists', async () => {
    const line = {
      doc_id: 3,
      target: [1, 'x'],
      arguments: [
        ['p', ' a'],
        ['p', ' b']
      ]
    };
    const more = {
      filtered_resps: [
        [-2, false],
        [-1, true]
      ],
      acc: true,
      metrics: 'x'
    };
    const path = written('samples_a_b_1.jsonl', `\n${JSON.stringify({ ...line, ...more })}\n\n`);
    expect((await readLmEval(path)).samples).toEqual([
      {
        task: 'a_b',
        docId: 3,
        filter: 'none',
        target: '[1,"x"]',
        prompt: 'p',
        response: 'b',
        correct: true,
        metrics: { acc: 1 }
      }
    ]);
  });

  it.each([
    ['{"doc_id": 1, "target": "a"}\n{"doc_id', 'line 2 is no JSON'],
    ['[]', 'line 1 is no object'],
    ['{"doc_id": "1", "target": "a"}', 'line 1 has no whole number doc_id'],
    ['{"doc_id": 1}', 'line 1 has no target'],
    ['{"doc_id": 1, "target": 1, "filter": 2}', 'line 1 has a filter that is no text']
  ])('refuses a line that is no sample: %s', async (text, problem) => {
    const path = written('samples_a_1.jsonl', text);
    expect((await userErrorOf(() => readLmEval(path))).message).toBe(
      `damaged lm-eval samples: ${problem}: ${path}`
    );
  });

  it('refuses files of other names, and folders without any', async () => {
    const messages = await Promise.all(
      [written('a.txt', ''), written('a.jsonl', '{}'), temporaryFolder()].map(
        async (path) => (await userErrorOf(() => readLmEval(path))).message
      )
    );
    expect(messages[0]).toMatch(/^no file of lm-eval: /);
    expect(messages[1]).toMatch(/^the name of the file tells no task: /);
    expect(messages[2]).toMatch(/^no results_\*\.json and no samples_\*\.jsonl in the folder: /);
  });
});

describe('an evaluation written as lm-eval does', () => {
  const sample = { docId: 0, filter: 'none', target: '21', prompt: '12+9=', response: '11' };
  const evaluation: Evaluation = {
    model: 'results/p13:step "400"',
    date: new Date(Date.UTC(2026, 10, 27, 12, 5, 6, 7)),
    tasks: [
      {
        name: 'carry',
        metrics: [
          { metric: 'acc', filter: 'none', value: 0.5, stderr: 0.25 },
          { metric: 'ece', filter: 'none', value: Number.NaN, stderr: null }
        ],
        samples: [
          { ...sample, metrics: { acc: 0 } },
          {
            ...sample,
            docId: 1,
            prompt: null,
            response: null,
            metrics: { acc: 1 }
          }
        ]
      },
      { name: 'empty', metrics: [], samples: [] }
    ]
  };

  it('lies where lm-eval puts it, and reads back', async () => {
    const folder = temporaryFolder();
    const path = await writeLmEval(folder, evaluation);
    expect(path).toBe(
      join(folder, 'results__p13__step __400__', 'results_2026-11-27T12-05-06.007.json')
    );
    expect(readdirSync(join(path, '..')).sort()).toEqual([
      'results_2026-11-27T12-05-06.007.json',
      'samples_carry_2026-11-27T12-05-06.007.jsonl'
    ]);
    const { results, samples } = await readLmEval(folder);
    const known = { model: evaluation.model, date: '2026-11-27T12:05:06.007Z', alias: 'carry' };
    expect(results).toEqual(
      evaluation.tasks[0].metrics.map((metric) => ({ task: 'carry', ...metric, ...known }))
    );
    expect(samples).toEqual(
      evaluation.tasks[0].samples.map((own, i) => ({ task: 'carry', correct: i === 1, ...own }))
    );
  });

  it('has the keys and hashes of lm-eval', async () => {
    const place = join(fixtures, 'our__tiny__v1');
    const theirs = readdirSync(place).find((name) => name.startsWith('samples_carry_text'))!;
    const line = JSON.parse(readFileSync(join(place, theirs), 'utf8').split('\n')[0]);
    const path = await writeLmEval(temporaryFolder(), evaluation);
    const ours = readFileSync(`${path.replace('/results_2', '/samples_carry_2')}l`, 'utf8')
      .split('\n')
      .map((text) => (text === '' ? null : JSON.parse(text)));
    expect(
      Object.keys(ours[0])
        .filter((key) => key !== 'acc')
        .sort()
    ).toEqual(
      Object.keys(line)
        .filter((key) => key !== 'exact_match')
        .sort()
    );
    expect(ours[0].prompt_hash).toBe(line.prompt_hash);
    expect(ours[0].target_hash).toBe(line.target_hash);
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(line.doc_hash).toBe(sha(python(line.doc)));
    expect(ours[0].doc_hash).toBe(sha(python(ours[0].doc)));
  });

  it.each(['', '..', '.x', 'a\u0000', 'x'.repeat(151)])('refuses the name %j', async (name) => {
    const folder = temporaryFolder();
    const task = { name, metrics: [], samples: [] };
    const made = [
      { ...evaluation, model: name },
      { ...evaluation, tasks: [task] }
    ];
    for (const wrong of made)
      expect((await userErrorOf(() => writeLmEval(folder, wrong))).message).toMatch(
        /^the name of a (model|task) is no file name: /
      );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses tasks with slashes and two of a name', async () => {
    const task = { name: 'a', metrics: [], samples: [] };
    const write = (...tasks: readonly (typeof task)[]) =>
      userErrorOf(() => writeLmEval(temporaryFolder(), { ...evaluation, tasks }));
    expect((await write({ ...task, name: 'a/b' })).message).toMatch('no file name: a/b');
    expect((await write(task, task)).message).toBe('two tasks have the name: a');
  });
});

/** As json.dumps(doc, indent=2) of Python writes it. */
function python(doc: unknown): string {
  return JSON.stringify(doc, null, 2);
}
