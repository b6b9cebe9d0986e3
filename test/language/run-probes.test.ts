import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readNpz } from '../../src/codec/index.ts';
import { probeSetOf, readProbeSet, readTokenizer } from '../../src/loader/index.ts';
import type { TextProbe } from '../../src/task/index.ts';
import { KeyValueCache } from '../../src/workbench/language/key-value-cache.ts';
import { openLanguageModel } from '../../src/workbench/language/language-model.ts';
import { runProbes, tokenized } from '../../src/workbench/language/run-probes.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const root = shared('data/learning');
const json = (path: string) => JSON.parse(readFileSync(join(root!, path), 'utf8'));

describe.skipIf(root === null)('tokenizers give the tokens of their library', () => {
  const withCases = (root === null ? [] : json('hf-tiny/index.json')) as {
    readonly name: string;
    readonly tokenizer: boolean;
  }[];
  it.each(withCases.filter(({ tokenizer }) => tokenizer).map(({ name }) => name))(
    '%s',
    async (name) => {
      const folder = join(root!, 'hf-tiny', name);
      const tokenizer = await readTokenizer(folder);
      const { cases } = json(`hf-tiny/${name}/tokens.json`);
      for (const { text, ids, decoded } of cases) {
        expect([...tokenizer.encode(text)], JSON.stringify(text)).toEqual(ids);
        expect(tokenizer.decode(ids)).toBe(decoded);
      }
    }
  );
});

describe.skipIf(root === null)('the probes of a real run', () => {
  const steps: readonly number[] = root === null ? [] : json('expected/index.json').steps;
  const largest = (found: ArrayLike<number>, wanted: ArrayLike<number>): number =>
    Array.from(wanted).reduce((most, x, i) => Math.max(most, Math.abs(found[i] - x)), 0);

  it.each(steps)('at step %i: log-probabilities, entropies and answers', async (step) => {
    const { probes } = await readProbeSet(join(root!, 'syllo-run/config/probe_set.json'));
    const folder = join(root!, `syllo-run/checkpoints/checkpoint-${step}`);
    const model = await openLanguageModel(folder);
    const tokenizer = await readTokenizer(folder);
    const read = tokenized(probes, tokenizer, model);
    const { offsets, tokens, expected, greedy } = await runProbes(model, tokenizer, read);
    await model.close();
    const wanted = readNpz(readFileSync(join(root!, 'expected/probe_logprobs.npz')));
    const row = steps.indexOf(step) * tokens.length;
    const of = (name: string) => wanted[name].data.subarray(row, row + tokens.length);
    expect([...offsets]).toEqual([...wanted.answer_offsets.data]);
    expect([...tokens]).toEqual([...wanted.answer_ids.data]);
    expect(largest(expected.logProbability, of('logprob'))).toBeLessThan(2e-4);
    expect(largest(expected.confidence, of('top_prob'))).toBeLessThan(2e-4);
    expect(largest(expected.entropy, of('entropy'))).toBeLessThan(2e-4);
    expect([...expected.answer]).toEqual([...of('argmax')]);
    const answers = json('expected/greedy.json').answers[String(step)];
    const right = wanted.sequence_correct;
    for (const [i, { id }] of probes.entries()) {
      const { text, ids, eos, logprob, correct, first_error } = answers[id] ?? answers[i];
      expect(greedy[i].text, id).toBe(text);
      expect([...greedy[i].tokens], id).toEqual(ids);
      expect(greedy[i].hasEnded, id).toBe(eos);
      expect(greedy[i].isRight, id).toBe(correct);
      expect(greedy[i].firstError, id).toBe(first_error);
      expect(Math.abs(greedy[i].logProbability - logprob), id).toBeLessThan(1e-3);
      expect(greedy[i].isRight).toBe(right.data[steps.indexOf(step) * probes.length + i] === 1);
    }
  });

  it('without an expected answer is answered all the same', async () => {
    const folder = join(root!, 'syllo-run/checkpoints/checkpoint-12000');
    const model = await openLanguageModel(folder);
    const tokenizer = await readTokenizer(folder);
    const { probes } = await readProbeSet(join(root!, 'syllo-run/config/probe_set.json'));
    const bare: readonly TextProbe[] = probes
      .slice(0, 6)
      .map((probe) => ({ ...probe, expected: null }));
    const known = await runProbes(
      model,
      tokenizer,
      tokenized(probes.slice(0, 6), tokenizer, model)
    );
    const found = await runProbes(model, tokenizer, tokenized(bare, tokenizer, model));
    expect(found.tokens.length).toBe(0);
    for (const [i, { text, isRight }] of found.greedy.entries()) {
      expect(text).toBe(known.greedy[i].text);
      expect(isRight).toBeNull();
    }
    await model.close();
  });

  it('are answered alike where keys and values of a model take too much memory', async () => {
    const model = await openLanguageModel(join(root!, 'syllo-run/checkpoints/checkpoint-2000'));
    const tokenizer = await readTokenizer(model.folder);
    const { probes } = await readProbeSet(join(root!, 'syllo-run/config/probe_set.json'));
    const read = tokenized(probes, tokenizer, model);
    const kept = await runProbes(model, tokenizer, read);
    const none = vi.spyOn(KeyValueCache, 'of').mockReturnValue(null);
    const found = await runProbes(model, tokenizer, read);
    expect(none).toHaveBeenCalledOnce();
    none.mockRestore();
    await model.close();
    expect(found.greedy.map(({ tokens }) => tokens)).toEqual(
      kept.greedy.map(({ tokens }) => tokens)
    );
    const logs = (answers: typeof kept) => answers.greedy.map((one) => one.logProbability);
    expect(largest(logs(found), logs(kept))).toBeLessThan(1e-4);
  });

  it('that is too long is refused, not cut', async () => {
    const folder = join(root!, 'syllo-run/checkpoints/checkpoint-250');
    const model = await openLanguageModel(folder);
    const tokenizer = await readTokenizer(folder);
    const { probes } = probeSetOf([{ id: 'long', prompt: '1'.repeat(5000), expected: '1' }]);
    const error = await userErrorOf(() => tokenized(probes, tokenizer, model));
    expect(error.message).toBe('probe too long: long has 5002 tokens');
    await model.close();
  });
});

describe.skipIf(root === null)('probe files', () => {
  it('in YAML and JSON say the same', async () => {
    const [yaml, list] = await Promise.all(
      ['yaml', 'json'].map((kind) =>
        readProbeSet(join(root!, `syllo-run/config/hard_examples.${kind}`))
      )
    );
    const facts = (probes: readonly TextProbe[]) =>
      probes.map(({ id, prompt, expected, category }) => ({ id, prompt, expected, category }));
    expect(facts(yaml.probes)).toEqual(facts(list.probes));
    expect(yaml.probes.length).toBe(12);
  });

  it('are the same set by what they hold, not by how it is written', () => {
    const one = { id: 'a', prompt: 'x', expected: 'y', category: 'c', metadata: { notes: 1 } };
    const same = { expected_answer: 'y', prompt: 'x', id: 'a', category: 'c' };
    const { hash } = probeSetOf([one]);
    expect(probeSetOf({ probes: [same] }).hash).toBe(hash);
    expect(probeSetOf({ examples: [{ ...same, prompt: 'z' }] }).hash).not.toBe(hash);
    expect(probeSetOf([{ ...one, metadata: { level: 1 } }]).hash).not.toBe(hash);
  });

  it.each([
    [[], 'no probes'],
    [{ rows: [] }, 'no list of probes'],
    [null, 'no list of probes'],
    [['x'], 'probe 1 is no object'],
    [[{ prompt: 'x' }], 'probe 1 has no id'],
    [[{ id: 'a', prompt: '' }], 'probe 1 has no prompt'],
    [[{ id: 'a', prompt: ['x'] }], 'probe 1 has no text as prompt: ["x"]'],
    [
      [
        { id: 'a', prompt: 'x' },
        { id: 'a', prompt: 'y' }
      ],
      'two probes have one id: a'
    ]
  ])('%j are refused', async (value, message) => {
    expect((await userErrorOf(() => probeSetOf(value))).message).toBe(message);
  });

  it('that are damaged are told with the place', async () => {
    const folder = temporaryFolder();
    for (const [name, text, message] of [
      ['a.yaml', 'examples:\n  - id: "x\n', /^damaged yaml: .*a\.yaml$/],
      ['b.yaml', 'a: &a [1]\nprobes: [*a, *a]\n', /^damaged yaml: Alias resolution is disabled/],
      ['c.json', '{"probes": [', /^damaged json: /]
    ] as const) {
      writeFileSync(join(folder, name), text);
      expect((await userErrorOf(() => readProbeSet(join(folder, name)))).message).toMatch(message);
    }
  });
});
