import { randperm } from '../../array/random/randperm.ts';
import { torchGenerator } from '../../array/random/torch-generator.ts';
import type { TextProbe } from './probe.ts';

/** Probes that were drawn, and how many rows could not be used. */
export interface DrawnProbes {
  readonly probes: readonly TextProbe[];
  /** Rows without a prompt and an answer. */
  readonly unusable: number;
}

/**
 * Returns some rows of training files as probes of the category `random`, drawn without repetition;
 * all where there are not more. A row has `prompt` (or `question`, `input`) and `completion` (or
 * `answer`, `response`, `output`, `expected`), or chat `messages` whose last is the answer.
 */
export function drawnProbes(rows: readonly unknown[], count: number, seed: number): DrawnProbes {
  const usable = rows.flatMap((row, line) => {
    const found = promptOf(row);
    return found === null ? [] : [{ ...found, line }];
  });
  const order = randperm(torchGenerator(seed), usable.length).slice(0, count).sort();
  return {
    unusable: rows.length - usable.length,
    probes: Array.from(order, (at) => {
      const { prompt, expected, line } = usable[at];
      const id = `random_${line + 1}`;
      return {
        id,
        prompt,
        expected,
        category: 'random',
        difficulty: '',
        metadata: { line: line + 1 }
      };
    })
  };
}

const prompts = ['prompt', 'question', 'input'];
const answers = ['completion', 'answer', 'response', 'output', 'expected', 'expected_answer'];

function promptOf(row: unknown): { readonly prompt: string; readonly expected: string } | null {
  if (typeof row !== 'object' || row === null) return null;
  const given = row as Record<string, unknown>;
  const text = (keys: readonly string[]) =>
    keys.map((key) => given[key]).find((value): value is string => typeof value === 'string');
  const [prompt, expected] = [text(prompts), text(answers)];
  if (prompt && expected) return { prompt, expected };
  const { messages } = given;
  if (!Array.isArray(messages) || messages.length < 2) return null;
  const contents = messages.map((message) => (message as { content?: unknown } | null)?.content);
  if (!contents.every((content): content is string => typeof content === 'string')) return null;
  const [last, asked] = [contents.at(-1) as string, contents.slice(0, -1).join('\n')];
  return asked !== '' && last !== '' ? { prompt: asked, expected: last } : null;
}
