import { command } from '../../arguments/command.ts';
import {
  choice,
  flag,
  number,
  numberOr,
  required,
  several,
  text
} from '../../arguments/options.ts';

/** Where `grokscope probes` takes them from. */
export const probeSources = ['syllogisms', 'addition', 'pairs', 'draw'] as const;

/** `grokscope probes`: makes a file of probes. */
export default command({
  command: 'probes <source> [from..]',
  about:
    'Make a file of probes: syllogisms, additions, pairs of a run, or draws from training files',
  examples: [
    [
      'probes syllogisms --count 100 --out probes.json',
      '100 of each of six levels, to import with'
    ],
    ['probes addition --digits 3 --out probes.json', 'stratified by how far a carry runs'],
    ['probes pairs VARIANT --class hard --out hard.txt', 'to analyze with: --probe-file hard.txt'],
    ['probes draw train-1.jsonl train-2.jsonl --count 500 --out probes.json', 'what it trains on']
  ],
  positionals: {
    source: { ...required('where they come from'), choices: probeSources },
    from: several('with pairs a variant of a grid, with draw files of training rows (.jsonl)')
  },
  options: {
    count: numberOr(100, 'how many of each level, cascade or class, or how many to draw'),
    seed: numberOr(0, 'seed of the draws: the same seed makes the same file'),
    digits: number('with addition: digits of both numbers, 2 to 6 (default: 3)'),
    reversed: flag('with addition: answers begin with the units'),
    class: choice(
      ['easy', 'medium', 'hard', 'edge', 'random'],
      'with pairs: trained on, trained on as (b, a), neither, edge cases, random; all if not given'
    ),
    out: text('file to write, .json, or with pairs .txt of pairs (default: stdout)'),
    force: flag('replace the file')
  },
  async run(request) {
    const { makeProbes } = await import('./run.ts');
    await makeProbes(request);
    return 0;
  }
});
