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
 * Returns some rows of training files as probes of the category `random`, drawn without repetition,
 * no prompt twice; all where there are not more. A row has `prompt` (or `question`, or
 * `instruction` with or without `input`) and `completion` (or `answer`, `response`, `output`,
 * `expected`), or chat `messages` whose last is the assistant's; texts before the answer are joined
 * by line ends. `metadata.row` counts from 1.
 */
export function drawnProbes(rows: readonly unknown[], count: number, seed: number): DrawnProbes {
  const usable = rows.flatMap((given, i) => {
    const [found, row] = [promptOf(given), i + 1];
    return found === null ? [] : [{ ...found, row }];
  });
  const drawn = new Map<string, (typeof usable)[number]>();
  for (const at of randperm(torchGenerator(seed), usable.length)) {
    if (drawn.size === count) break;
    const { prompt } = usable[at];
    if (!drawn.has(prompt)) drawn.set(prompt, usable[at]);
  }
  return {
    unusable: rows.length - usable.length,
    probes: [...drawn.values()]
      .sort((x, y) => x.row - y.row)
      .map(({ prompt, expected, row }) => ({
        id: `random_${row}`,
        prompt,
        expected,
        category: 'random',
        difficulty: '',
        metadata: { row }
      }))
  };
}

const prompts = ['prompt', 'question'];
const answers = ['completion', 'answer', 'response', 'output', 'expected', 'expected_answer'];

function promptOf(row: unknown): { readonly prompt: string; readonly expected: string } | null {
  if (typeof row !== 'object' || row === null) return null;
  const given = row as Record<string, unknown>;
  const text = (keys: readonly string[]) => keys.map((key) => textOf(given[key])).find(Boolean);
  const task = ['instruction', 'input'].map((key) => textOf(given[key])).filter(Boolean);
  const [prompt, expected] = [text(prompts) ?? task.join('\n'), text(answers)];
  if (prompt && expected) return { prompt, expected };
  const { messages } = given;
  if (!Array.isArray(messages) || messages.length < 2) return null;
  const said = messages as readonly ({ role?: unknown; content?: unknown } | null)[];
  if (said.at(-1)?.role !== 'assistant') return null;
  const contents = said.map((message) => message?.content);
  if (!contents.every((content): content is string => typeof content === 'string')) return null;
  const [last, asked] = [contents.at(-1) as string, contents.slice(0, -1).join('\n')];
  return asked !== '' && last !== '' ? { prompt: asked, expected: last } : null;
}

/** '' where it is none; a number is its text. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
