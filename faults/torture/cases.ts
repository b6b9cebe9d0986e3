import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dictionary,
  integer,
  type PicklePart,
  pthFile,
  tensorPart
} from '../../test/helpers/pth-file.ts';
import { call, difference, type Ending, lastLines, wentWrong } from './program.ts';

/** What a case may use: a folder of its own, and numbers from 0 to 1 that follow from the seed. */
export interface Try {
  readonly folder: string;
  readonly random: () => number;
}

/** One kind of fault. `prepare` makes the references once; a try returns what went wrong, null when all held. */
export interface TortureCase {
  readonly what: string;
  prepare(folder: string): Promise<void>;
  attempt(at: Try): Promise<string | null>;
}

const family = 'modulo_addition_1layer';
const name = `${family}_p11_seed3_dseed598_frac0.6_dm32_h2_mlp32`;
const recipe = [
  ...['train', family, '--prime', '11', '--d-model', '32', '--d-mlp', '32', '--heads', '2'],
  ...['--fraction', '0.6', '--seed', '3', '--threads', '1', '--device', 'cpu'],
  ...['--epochs', '400', '--checkpoints', '0:400:20']
];
const analyzers = ['coarseness', 'dominant_frequencies', 'neuron_freq_norm', 'repr_geometry'];
const analysis = ['analyze', name, ...analyzers.flatMap((id) => ['--analyzer', id])];
const runIn = (results: string) => join(results, family, name);

let whole = '';
let analyzed = '';
/** Seconds of an uninterrupted call. */
const usual = { train: 3, analyze: 3, densify: 3, export: 3, import: 1 };

/** Trains and analyzes the reference once for all cases; the first that needs it. */
async function reference(folder: string): Promise<void> {
  if (whole !== '') return;
  whole = join(folder, 'whole');
  analyzed = join(folder, 'analyzed');
  usual.train = (await good([...recipe, '--results', whole])).seconds;
  cpSync(whole, analyzed, { recursive: true });
  usual.analyze = (await good([...analysis, '--results', analyzed])).seconds;
}

async function good(words: readonly string[]): Promise<Ending> {
  const ending = await call(words);
  if (ending.code !== 0) throw new Error(`${words.join(' ')}: ${lastLines(ending.text)}`);
  return ending;
}

/** Goes on after a fault; afterwards the folder must be that of the reference. */
async function goesOn(
  words: readonly string[],
  folder: string,
  same: string
): Promise<string | null> {
  const ending = await call(words);
  if (ending.code !== 0) return `does not go on (${ending.code}): ${lastLines(ending.text)}`;
  return difference(folder, same);
}

/** A training that is stopped saves a checkpoint where it stood; the reference has none there. */
function dropStops(results: string, same: string): void {
  const planned = new Set(readdirSync(join(runIn(same), 'checkpoints')));
  const folder = join(runIn(results), 'checkpoints');
  for (const file of existsSync(folder) ? readdirSync(folder) : [])
    if (!planned.has(file) && file.startsWith('checkpoint_epoch_')) rmSync(join(folder, file));
}

/** A kill, of which every third comes while the run is begun, and a second before the run is there as it was. */
function moment({ random }: Try, seconds: number): number {
  return random() < 1 / 3 ? 0.2 + 0.4 * random() * seconds : 1.1 * random() * seconds;
}

/** A kill of something that is called again with the same words. */
function killed(
  what: string,
  kind: keyof typeof usual,
  words: (results: string) => readonly string[],
  from: () => string | null,
  same: () => string,
  again = words,
  signal: (random: () => number) => NodeJS.Signals = () => 'SIGKILL'
): TortureCase {
  return {
    what,
    prepare: reference,
    async attempt(at) {
      const results = join(at.folder, 'results');
      const before = from();
      if (before !== null) cpSync(before, results, { recursive: true });
      for (let kills = at.random() < 0.3 ? 2 : 1; kills > 0; kills--) {
        const sent = signal(at.random);
        const ending = await call(
          kills === 1 ? words(results) : again(results),
          sent,
          moment(at, usual[kind])
        );
        const wrong = sent === 'SIGKILL' ? null : wentWrong(ending);
        if (wrong !== null && ending.code !== null) return `${sent}: ${wrong}`;
      }
      const ending = await call(again(results));
      if (ending.code !== 0) return `does not go on (${ending.code}): ${lastLines(ending.text)}`;
      if (signal(at.random) !== 'SIGKILL') dropStops(results, same());
      return difference(runIn(results), runIn(same()));
    }
  };
}

const train = (results: string) => [...recipe, '--results', results];
const resume = (results: string) => [...train(results), '--resume'];
const force = (results: string) => [...train(results), '--force'];
const analyze = (results: string) => [...analysis, '--results', results];
const densify = (results: string) => [...resume(results), '--densify', '0:390:30'];
let dense = '';

/** Two or three writers that begin at random moments; each ends well or says that another is at it. */
const writers: TortureCase = {
  what: 'two or three writers of one run (new, --resume, --force)',
  prepare: reference,
  async attempt({ folder, random }) {
    const results = join(folder, 'results');
    const kinds = [train, resume, force];
    const endings = await Promise.all(
      Array.from({ length: random() < 0.5 ? 2 : 3 }, async () => {
        const words = kinds[Math.floor(3 * random())](results);
        await new Promise((wake) => setTimeout(wake, 1000 * random() * usual.train));
        return call(words);
      })
    );
    for (const ending of endings) {
      const isRefused = /in training by process|variant exists/.test(ending.text);
      const wrong = wentWrong(ending) ?? (ending.code === 0 || isRefused ? null : ending.text);
      if (wrong !== null) return lastLines(wrong);
    }
    if (endings.every(({ code }) => code !== 0)) return 'none of them trained';
    return goesOn(resume(results), runIn(results), runIn(whole));
  }
};

const replaced: TortureCase = {
  what: 'analyze while --force replaces the run',
  prepare: reference,
  async attempt({ folder, random }) {
    const results = join(folder, 'results');
    cpSync(whole, results, { recursive: true });
    const wait = 1000 * random() * usual.analyze;
    const [analysed, trained] = await Promise.all([
      call(analyze(results)),
      new Promise((wake) => setTimeout(wake, wait)).then(() => call(force(results)))
    ]);
    const wrong = wentWrong(analysed) ?? wentWrong(trained);
    if (wrong !== null) return wrong;
    if (trained.code !== 0) return `the training failed: ${lastLines(trained.text)}`;
    return goesOn(analyze(results), runIn(results), runIn(analyzed));
  }
};

const parallel: TortureCase = {
  what: 'two analyses of one variant at once, one killed',
  prepare: reference,
  async attempt(at) {
    const results = join(at.folder, 'results');
    cpSync(whole, results, { recursive: true });
    const [kept] = await Promise.all([
      call(analyze(results)),
      call(analyze(results), 'SIGKILL', moment(at, usual.analyze))
    ]);
    if (kept.code !== 0) return `the other failed: ${lastLines(kept.text)}`;
    return goesOn(analyze(results), runIn(results), runIn(analyzed));
  }
};

let saved = '';
let imported = '';

const importing: TortureCase = {
  what: 'kill -9 of import, then again',
  async prepare(folder) {
    saved = join(folder, 'run.pth');
    imported = join(folder, 'imported');
    writeFileSync(saved, savedRun(60));
    await good(importWords(join(folder, 'first'))); // slower than those that follow
    usual.import = (await good(importWords(imported))).seconds;
  },
  async attempt(at) {
    const results = join(at.folder, 'results');
    await call(importWords(results), 'SIGKILL', moment(at, usual.import));
    const ending = await call(importWords(results));
    const isDone = /variant exists/.test(ending.text);
    if (ending.code !== 0 && !isDone) return lastLines(ending.text);
    return difference(results, imported);
  }
};

function importWords(results: string): readonly string[] {
  const split = ['--split', 'torch', '--fraction', '0.5', '--data-seed', '1'];
  return ['import', saved, ...split, '--name', 'run_p31_seed1_dseed1', '--results', results];
}

/** A .pth file of some snapshots of a small model (p=31, d_model 32, 4 heads, 64 neurons). */
function savedRun(count: number): Uint8Array {
  const shapes = {
    'embed.W_E': [32, 32],
    'pos_embed.W_pos': [3, 32],
    'unembed.W_U': [32, 31],
    'blocks.0.attn.W_Q': [4, 32, 8],
    'blocks.0.attn.W_K': [4, 32, 8],
    'blocks.0.attn.W_V': [4, 32, 8],
    'blocks.0.attn.W_O': [4, 8, 32],
    'blocks.0.mlp.W_in': [32, 64],
    'blocks.0.mlp.W_out': [64, 32]
  };
  const storages: Record<string, Float32Array> = {};
  const list = (parts: readonly PicklePart[]): PicklePart => ['](', parts, 'e'];
  const snapshot = (at: number) =>
    dictionary(
      Object.fromEntries(
        Object.entries(shapes).map(([tensor, shape], i) => {
          const size = shape.reduce((a, b) => a * b, 1);
          const key = String(at * 100 + i);
          storages[key] = Float32Array.from({ length: size }, (_, j) => Math.sin(at + i + j));
          const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
          return [tensor, tensorPart({ key, count: size, shape, strides })];
        })
      )
    );
  const indices = Array.from({ length: count }, (_, i) => i);
  const file = dictionary({
    state_dicts: list(indices.map(snapshot)),
    epochs: list(indices.map((i) => integer(100 * i)))
  });
  return pthFile(file, storages);
}

let drawn = '';

const exporting: TortureCase = {
  what: 'kill -9 of export, then again',
  async prepare(folder) {
    await reference(folder);
    drawn = join(folder, 'drawn');
    mkdirSync(drawn);
    usual.export = (await good(exportWords(join(drawn, 'losses.png')))).seconds;
  },
  async attempt(at) {
    const folder = join(at.folder, 'drawn');
    mkdirSync(folder);
    const words = exportWords(join(folder, 'losses.png'));
    await call(words, 'SIGKILL', moment(at, usual.export));
    for (const file of readdirSync(folder)) {
      if (file === 'losses.png') {
        const wrong = difference(folder, drawn);
        if (wrong !== null && !wrong.includes('left over')) return `after the kill: ${wrong}`;
        rmSync(join(folder, file));
      }
    }
    return goesOn(words, folder, drawn);
  }
};

function exportWords(out: string): readonly string[] {
  return ['export', name, 'loss_curves', '--out', out, '--results', analyzed];
}

const saving = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** All cases, in the order of the table. */
export const cases: readonly TortureCase[] = [
  killed(
    'kill -9 of train, then --resume',
    'train',
    train,
    () => null,
    () => whole,
    resume
  ),
  killed(
    'kill -9 of train --force, then --resume',
    'train',
    force,
    () => whole,
    () => whole,
    resume
  ),
  killed(
    'TERM, INT or HUP to train, then --resume',
    'train',
    train,
    () => null,
    () => whole,
    resume,
    (random) => saving[Math.floor(3 * random())]
  ),
  killed(
    'kill -9 of analyze, then again',
    'analyze',
    analyze,
    () => whole,
    () => analyzed
  ),
  {
    ...killed(
      'kill -9 of densify, then again',
      'densify',
      densify,
      () => whole,
      () => dense
    ),
    async prepare(folder) {
      await reference(folder);
      dense = join(folder, 'dense');
      cpSync(whole, dense, { recursive: true });
      usual.densify = (await good(densify(dense))).seconds;
    }
  },
  importing,
  exporting,
  writers,
  parallel,
  replaced
];
