import { describe, expect, it } from 'vitest';
import { additionColumns, cascadeOf } from '../../src/task/text/addition.ts';
import { additionProbes } from '../../src/task/text/addition-probes.ts';
import { drawnProbes } from '../../src/task/text/drawn-probes.ts';
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
});
