import { randperm } from '../../array/random/randperm.ts';
import { type TorchGenerator, torchGenerator } from '../../array/random/torch-generator.ts';
import { usageError } from '../../error/user-error.ts';
import type { TextProbe } from './probe.ts';

/** A statement about two kinds of things, by its first letters: `all AB`. */
export interface Statement {
  readonly quantifier: 'all' | 'no' | 'some' | 'some-not';
  readonly subject: number;
  readonly predicate: number;
  /** How often it is denied. */
  readonly denials: number;
}

/** Premises with a question that they answer. */
export interface Syllogism {
  readonly level: (typeof syllogismLevels)[number];
  readonly premises: readonly Statement[];
  readonly question: Statement;
}

/** Levels of difficulty, the easiest first; the last three are edge cases. */
export const syllogismLevels = [
  'easy',
  'medium',
  'hard',
  'negation',
  'double_negation',
  'quantifier'
] as const;

/** Premises, then the question; `-` before a statement denies it, `some-not` is “some are not”. */
const forms: Readonly<Record<(typeof syllogismLevels)[number], readonly string[]>> = {
  easy: ['all AB | all AB', 'all AB | some AB', 'no AB | some AB', 'no AB | all AB'],
  medium: [
    'all AB, all BC | all AC',
    'all AB, no BC | some AC',
    'some AB, all BC | some AC',
    'no AB, all CB | some AC',
    'some AB, no BC | some-not AC',
    'all AB, no CB | all CA'
  ],
  hard: [
    'all AB, all BC, all CD | all AD',
    'all AB, all BC, no CD | some AD',
    'some AB, all BC, all CD | some AD',
    'some AB, all BC, no CD | all AD',
    'all AB, no BC, all DC | some AD',
    'all AB, some AC, all CD | some BD'
  ],
  negation: [
    'no AB | some-not AB',
    'no AB | some BA',
    '-all AB | some-not AB',
    '-all AB | all AB',
    '-some AB | no AB',
    '-some AB | some BA'
  ],
  double_negation: [
    '-no AB | some AB',
    '-no AB | no BA',
    '--all AB | all AB',
    '--no AB | some AB',
    '--all AB | some-not AB',
    '-some-not AB | some AB'
  ],
  quantifier: [
    'all AB | some BA',
    'some AB | some BA',
    'some AB | no AB',
    'some-not AB | all AB',
    'no AB | no BA',
    'all AB | some-not AB'
  ]
};

const kinds = [
  ...['ants', 'bees', 'cats', 'cows', 'crows', 'dogs', 'doves', 'eels', 'elks', 'emus', 'frogs'],
  ...['gnus', 'goats', 'hens', 'hogs', 'kites', 'larks', 'mice', 'moles', 'newts', 'owls', 'pigs'],
  ...['rams', 'rats', 'seals', 'swans', 'toads', 'wasps', 'wolves', 'yaks']
];

/** Returns all forms, each with its level. */
export function syllogismForms(): readonly Syllogism[] {
  return syllogismLevels.flatMap((level) =>
    forms[level].map((form) => {
      const [premises, question] = form.split(' | ');
      return { level, premises: premises.split(', ').map(read), question: read(question) };
    })
  );
}

function read(text: string): Statement {
  const [, denials, quantifier, subject, predicate] = /^(-*)(\S+) ([A-D])([A-D])$/.exec(text)!;
  return {
    quantifier: quantifier as Statement['quantifier'],
    subject: subject.charCodeAt(0) - 65,
    predicate: predicate.charCodeAt(0) - 65,
    denials: denials.length
  };
}

/**
 * Returns whether premises make a statement true or false; null where they leave it open. Every
 * kind has members. All ways in which kinds can overlap are tried.
 */
export function entailed(syllogism: Syllogism): boolean | null {
  const { premises, question } = syllogism;
  const terms = termsOf(syllogism);
  const regions = 2 ** terms - 1; // every set of kinds but the empty one
  let [isEver, isNever] = [false, true];
  for (let filled = 1; filled < 2 ** regions; filled++) {
    const members = Array.from({ length: regions }, (_, i) => i + 1).filter(
      (set) => (filled >> (set - 1)) & 1
    );
    const isPeopled = Array.from({ length: terms }, (_, t) => t).every((term) =>
      members.some((set) => (set >> term) & 1)
    );
    if (!isPeopled || !premises.every((premise) => holds(premise, members))) continue;
    if (holds(question, members)) isEver = true;
    else isNever = false;
    if (isEver && !isNever) return null;
  }
  return isEver;
}

/** Number of kinds that it speaks of. */
function termsOf({ premises, question }: Syllogism): number {
  return 1 + Math.max(...[...premises, question].flatMap((s) => [s.subject, s.predicate]));
}

/** Whether a statement is true where these sets of kinds have members. */
function holds({ quantifier, subject, predicate, denials }: Statement, members: readonly number[]) {
  const own = members.filter((set) => (set >> subject) & 1);
  const isAny = own.some((set) => (set >> predicate) & 1);
  const isAll = own.every((set) => (set >> predicate) & 1);
  const found = { all: isAll, no: !isAny, some: isAny, 'some-not': !isAll }[quantifier];
  return denials % 2 === 0 ? found : !found;
}

/**
 * Returns syllogisms as probes, `perLevel` of each level with as many Yes as No (one more Yes where
 * the number is odd), no two alike. The same seed gives the same. Levels are in `metadata.level`;
 * the last three are of the category `edge_…`, the others of `syllo`. Throws UserError where a
 * level has not so many.
 */
export function syllogismProbes(perLevel: number, seed: number): readonly TextProbe[] {
  const generator = torchGenerator(seed);
  const all = syllogismForms().map((form) => ({ form, answer: entailed(form) }));
  const most = Math.min(...syllogismLevels.map((level) => mostOf(all, level)));
  if (perLevel > most)
    throw usageError(`too many syllogisms of a level: ${perLevel}`, `there are ${most} of each`);
  const seen = new Set<string>();
  return syllogismLevels.flatMap((level) => {
    const own = all.filter(({ form }) => form.level === level);
    return Array.from({ length: perLevel }, (_, i) => {
      const wanted = i % 2 === 0;
      const fitting = own.filter(({ answer }) => answer === wanted);
      for (;;) {
        const { form } = fitting[generator.next() % fitting.length];
        const prompt = wordsOf(form, drawn(generator));
        if (seen.has(prompt)) continue;
        seen.add(prompt);
        return probeOf(level, i, prompt, wanted);
      }
    });
  });
}

/** Number of prompts of a level, with as many Yes as No. */
function mostOf(
  all: readonly { readonly form: Syllogism; readonly answer: boolean | null }[],
  level: Syllogism['level']
): number {
  const [yes, no] = [true, false].map((wanted) =>
    all
      .filter(({ form, answer }) => form.level === level && answer === wanted)
      .map(({ form }) =>
        Array.from({ length: termsOf(form) }, (_, i) => kinds.length - i).reduce((n, m) => n * m)
      )
      .reduce((sum, count) => sum + count, 0)
  );
  return 2 * Math.min(yes, no);
}

/** Four different kinds. */
function drawn(generator: TorchGenerator): readonly string[] {
  return Array.from(randperm(generator, kinds.length).slice(0, 4), (i) => kinds[i]);
}

function probeOf(
  level: (typeof syllogismLevels)[number],
  i: number,
  prompt: string,
  isYes: boolean
): TextProbe {
  const isEdge = syllogismLevels.indexOf(level) > 2;
  return {
    id: `syllo_${level}_${String(i).padStart(4, '0')}`,
    prompt,
    expected: isYes ? 'Yes' : 'No',
    category: isEdge ? `edge_${level}` : 'syllo',
    difficulty: isEdge ? 'hard' : level,
    metadata: { level }
  };
}

function wordsOf({ premises, question }: Syllogism, names: readonly string[]): string {
  const of = ({ subject, predicate }: Statement) => [names[subject], names[predicate]];
  const said = premises.map((statement) => {
    const [a, b] = of(statement);
    const { quantifier, denials } = statement;
    const plain = {
      all: `all ${a} are ${b}`,
      no: `no ${a} are ${b}`,
      some: `some ${a} are ${b}`,
      'some-not': `some ${a} are not ${b}`
    }[quantifier];
    if (denials === 1 && quantifier === 'all') return `Not ${plain}.`;
    const text = `${'it is not true that '.repeat(denials)}${plain}`;
    return `${text[0].toUpperCase()}${text.slice(1)}.`;
  });
  const [a, b] = of(question);
  const asked = {
    all: `Are all ${a} ${b}?`,
    no: `Is it true that no ${a} are ${b}?`,
    some: `Are some ${a} ${b}?`,
    'some-not': `Are some ${a} not ${b}?`
  }[question.quantifier];
  return [...said, asked].join(' ');
}
