import { describe, expect, it } from 'vitest';
import { findTask, splitRows } from '../../src/task/index.ts';
import { additionColumns, cascadeOf } from '../../src/task/text/addition.ts';
import { additionProbes } from '../../src/task/text/addition-probes.ts';
import { drawnProbes } from '../../src/task/text/drawn-probes.ts';
import { pairProbes } from '../../src/task/text/pair-probes.ts';
import type { Statement, Syllogism } from '../../src/task/text/syllogisms.ts';
import {
  entailed,
  syllogismForms,
  syllogismLevels,
  syllogismProbes
} from '../../src/task/text/syllogisms.ts';

/** The answer by trying every world of up to three things, each with any of the kinds. */
function byWorlds({ premises, question }: Syllogism): boolean | null {
  const terms = 1 + Math.max(...[...premises, question].flatMap((s) => [s.subject, s.predicate]));
  const is = (thing: number, kind: number) => ((thing >> kind) & 1) === 1;
  const holds = (
    { quantifier, subject, predicate, denials }: Statement,
    world: readonly number[]
  ) => {
    const own = world.filter((thing) => is(thing, subject));
    const found = {
      all: own.every((thing) => is(thing, predicate)),
      no: !own.some((thing) => is(thing, predicate)),
      some: own.some((thing) => is(thing, predicate)),
      'some-not': own.some((thing) => !is(thing, predicate))
    }[quantifier];
    return denials % 2 ? !found : found;
  };
  const answers = new Set<boolean>();
  const most = 2 ** terms;
  for (let i = 0; i < most ** 3; i++) {
    const world = [i % most, Math.floor(i / most) % most, Math.floor(i / most ** 2)];
    const isPeopled = Array.from({ length: terms }, (_, kind) => kind).every((kind) =>
      world.some((thing) => is(thing, kind))
    );
    if (isPeopled && premises.every((premise) => holds(premise, world)))
      answers.add(holds(question, world));
  }
  return answers.size === 1 ? [...answers][0] : null;
}

const wordings: readonly [RegExp, Statement['quantifier'], number][] = [
  [/^(?:are )?all (\w+) (?:are )?(\w+)$/, 'all', 0],
  [/^not all (\w+) are (\w+)$/, 'all', 1],
  [/^(?:is it true that )?no (\w+) are (\w+)$/, 'no', 0],
  [/^(?:are )?some (\w+) (?:are )?not (\w+)$/, 'some-not', 0],
  [/^(?:are )?some (\w+) (?:are )?(\w+)$/, 'some', 0]
];

/** What a prompt says, word by word; kinds are numbered as they come. */
function syllogismIn(prompt: string): Syllogism {
  const kinds: string[] = [];
  const numberOf = (kind: string) => {
    if (!kinds.includes(kind)) kinds.push(kind);
    return kinds.indexOf(kind);
  };
  const read = (sentence: string): Statement => {
    const bare = sentence.toLowerCase().split('it is not true that ');
    for (const [wording, quantifier, own] of wordings) {
      const [, a, b] = wording.exec(bare.at(-1) as string) ?? [];
      if (a === undefined || b === undefined) continue;
      const [subject, predicate] = [numberOf(a), numberOf(b)];
      return { quantifier, subject, predicate, denials: own + bare.length - 1 };
    }
    throw new Error(`not understood: ${sentence}`);
  };
  const sentences = prompt.match(/[^.?]+(?=[.?])/g)!.map((sentence) => read(sentence.trim()));
  return { level: 'easy', premises: sentences.slice(0, -1), question: sentences.at(-1)! };
}

describe('syllogisms', () => {
  it('have the answers that every world of three things gives', () => {
    for (const form of syllogismForms()) {
      const answer = entailed(form);
      expect(answer, JSON.stringify(form)).not.toBeNull();
      expect(answer, JSON.stringify(form)).toBe(byWorlds(form));
    }
  });

  it('leave open what does not follow', () => {
    const all: Statement = { quantifier: 'all', subject: 0, predicate: 1, denials: 0 };
    const turned: Statement = { ...all, subject: 1, predicate: 0 };
    expect(entailed({ level: 'easy', premises: [all], question: turned })).toBeNull();
  });

  it('are as often Yes as No at each level, no two alike, and the same for a seed', () => {
    const probes = syllogismProbes(100, 3);
    expect(probes).toHaveLength(600);
    expect(new Set(probes.map(({ prompt }) => prompt)).size).toBe(600);
    for (const level of syllogismLevels) {
      const own = probes.filter(({ metadata }) => metadata.level === level);
      expect(own.filter(({ expected }) => expected === 'Yes')).toHaveLength(50);
    }
    expect(syllogismProbes(100, 3)).toEqual(probes);
    expect(syllogismProbes(100, 4)).not.toEqual(probes);
  });

  it('say in words what has that answer', () => {
    const known = new Map<string, boolean | null>();
    for (const { prompt, expected } of syllogismProbes(200, 5)) {
      const syllogism = syllogismIn(prompt);
      const key = JSON.stringify(syllogism);
      if (!known.has(key)) known.set(key, byWorlds(syllogism));
      expect(known.get(key), prompt).toBe(expected === 'Yes');
    }
    expect(known.size).toBe(34);
  });

  it('are all there are, and not more', () => {
    expect(new Set(syllogismProbes(3480, 0).map(({ prompt }) => prompt)).size).toBe(6 * 3480);
    expect(() => syllogismProbes(3481, 0)).toThrow('too many syllogisms of a level: 3481');
  });
});

describe('additions as probes', () => {
  it.each([2, 3, 4, 5, 6])('of %i digits hold as many of each cascade', (digits) => {
    const probes = additionProbes({ digits, perClass: 40, isReversed: false, seed: 1 });
    expect(new Set(probes.map(({ prompt }) => prompt)).size).toBe(probes.length);
    for (let cascade = 0; cascade <= digits; cascade++) {
      const own = probes.filter(
        ({ category, metadata }) => category === `S${cascade}` && metadata.level === `S${cascade}`
      );
      expect(own, `S${cascade}`).toHaveLength(40);
    }
    for (const { prompt, expected, metadata } of probes) {
      const [a, b] = prompt.replace('=', '').split('+').map(Number);
      expect(Number(expected)).toBe(a + b);
      expect(prompt).toHaveLength(2 * digits + 2);
      expect(expected).toHaveLength(digits + 1);
      expect(metadata.level).toBe(`S${cascadeOf(additionColumns(a, b, digits))}`);
    }
    expect(probes.filter(({ category }) => category === 'random')).toHaveLength(40);
  });

  it('begin with those that models are known to fail at', () => {
    const edges = [2, 3, 5].flatMap((digits) =>
      additionProbes({ digits, perClass: 1, isReversed: false, seed: 0 })
        .filter(({ category }) => category === 'edge')
        .map(({ prompt }) => prompt)
    );
    expect(edges).toEqual(
      expect.arrayContaining([
        ...['445+555=', '99999+00001=', '55555+44445=', '49999+50001=', '00000+00000='],
        ...['19+81=', '99998+00001=']
      ])
    );
  });

  it('are all pairs where more are wanted, each once', () => {
    const probes = additionProbes({ digits: 2, perClass: 20_000, isReversed: false, seed: 0 });
    expect(new Set(probes.map(({ prompt }) => prompt)).size).toBe(10_000);
    expect(probes).toHaveLength(10_000);
  });

  it('are answered units first where asked', () => {
    const [first] = additionProbes({ digits: 3, perClass: 1, isReversed: true, seed: 1 }).slice(1);
    expect([first.prompt, first.expected]).toEqual(['999+001=', '0001']);
  });
});

describe('probes drawn from training files', () => {
  it('take prompts and answers by any usual name, and tell what they could not use', () => {
    const rows = [
      { prompt: 'a?', completion: 'b' },
      { question: 'c?', answer: 'd' },
      {
        messages: [
          { role: 'user', content: 'e?' },
          { role: 'assistant', content: 'f' }
        ]
      },
      { text: 'no prompt' },
      null,
      7
    ];
    const { probes, unusable } = drawnProbes(rows, 10, 0);
    expect(unusable).toBe(3);
    expect(probes.map(({ prompt, expected }) => prompt + expected)).toEqual(['a?b', 'c?d', 'e?f']);
    expect(drawnProbes(rows, 2, 1).probes).toHaveLength(2);
    expect(drawnProbes(rows, 2, 1)).toEqual(drawnProbes(rows, 2, 1));
  });

  it('have the whole instruction, numbers as text, and no question of a user as an answer', () => {
    const user = (content: string) => ({ role: 'user', content });
    const rows = [
      { instruction: 'double it', input: '4', output: 8 },
      { messages: [user('a?'), { role: 'assistant', content: 'b' }, user('c?')] },
      { messages: [user('d?')] },
      { prompt: 'e?', completion: '' }
    ];
    const { probes, unusable } = drawnProbes(rows, 10, 0);
    expect(unusable).toBe(3);
    expect(probes.map(({ prompt, expected }) => [prompt, expected])).toEqual([
      ['double it\n4', '8']
    ]);
  });

  it('ask nothing twice', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ prompt: `${i % 4}?`, answer: 'a' }));
    for (let seed = 0; seed < 5; seed++)
      expect(new Set(drawnProbes(rows, 4, seed).probes.map(({ prompt }) => prompt)).size).toBe(4);
    expect(drawnProbes(rows, 9, 0).probes).toHaveLength(4);
  });
});

describe('probes of pairs', () => {
  const p = 23;
  const { train } = splitRows(
    Int32Array.from({ length: p ** 2 }, (_, row) => row),
    0.3,
    1
  );
  const task = findTask('modular_addition');
  const { labels } = task.grid({ prime: p });
  const made = pairProbes({ task, inputs: p, labels, train }, 30, 2);

  it('are of their class, as many of each, none twice', () => {
    const has = (a: number, b: number) => train.includes(a * p + b);
    const fits: Record<string, (a: number, b: number) => boolean> = {
      easy: (a, b) => has(a, b),
      medium: (a, b) => !has(a, b) && has(b, a),
      hard: (a, b) => !has(a, b) && !has(b, a),
      edge: (a, b) => a === b || a * b === 0 || [p - 2, p - 1, p, p + 1].includes(a + b),
      random: () => true
    };
    for (const { prompt, expected, category, metadata } of made) {
      const [a, b] = prompt.replace('=', '').split('+').map(Number);
      expect(Number(expected)).toBe((a + b) % p);
      expect(metadata).toEqual({ a, b, trained: has(a, b) });
      expect(fits[category](a, b), `${category} ${prompt}`).toBe(true);
    }
    expect(made.map(({ category }) => category)).toEqual(
      ['easy', 'medium', 'hard', 'edge', 'random'].flatMap((name) => Array(30).fill(name))
    );
    expect(new Set(made.map(({ prompt }) => prompt)).size).toBe(150);
  });

  it('hold sums from p−2 to p+1 as edges', () => {
    const all = pairProbes({ task, inputs: p, labels, train }, p ** 2, 2);
    const sums = all.filter(({ category }) => category === 'edge').map(({ metadata }) => metadata);
    const expected = Array.from({ length: p ** 2 }, (_, row) => [
      Math.floor(row / p),
      row % p
    ]).filter(([a, b]) => a === b || a * b === 0 || (a + b >= p - 2 && a + b <= p + 1));
    expect(sums).toHaveLength(expected.length);
  });
});
