import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { Stopped } from '../../../error/stopped.ts';
import { UserError } from '../../../error/user-error.ts';
import {
  findVariant,
  type RecipeChanges,
  readFamily,
  recipeWith,
  resultsFolder,
  variantName
} from '../../../loader/index.ts';
import { snakeCase } from '../../../option/option.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { print, remark } from '../../output/output.ts';
import { openExplorer } from '../explore/run.ts';
import { demoRecipe, isGrokkingTrained, reportGrokking } from './grokking.ts';
import { isLearningTrained, learningRecipe, reportLearning } from './learning.ts';

/** A run that the demo makes, and what it has to tell. */
interface Story {
  readonly family: string;
  readonly recipe: RecipeChanges;
  isTrained(results: string, name: string): Promise<boolean>;
  report(results: string, name: string, json: boolean): Promise<void>;
}

const stories: Readonly<Record<string, Story>> = {
  grokking: {
    family: 'modulo_addition_1layer',
    recipe: demoRecipe,
    isTrained: isGrokkingTrained,
    report: reportGrokking
  },
  learning: {
    family: 'n_digit_addition',
    recipe: learningRecipe,
    isTrained: isLearningTrained,
    report: reportLearning
  }
};

/** What `grokscope demo` was asked. */
export interface DemoRequest {
  /** A key of {@link stories}. */
  readonly story: string;
  readonly results?: string;
  readonly json: boolean;
  readonly force: boolean;
  readonly explore: boolean;
}

/**
 * Trains the demo run as a user would, and opens the explorer on it, or prints and exports what it
 * found.
 */
export async function demo(request: DemoRequest): Promise<number> {
  const results = resultsFolder(request.results);
  const story = stories[request.story];
  const known = await readFamily(story.family);
  const name = variantName(recipeWith(known, story.recipe), known);
  const isLive =
    request.explore &&
    !request.json &&
    process.stdout.isTTY === true &&
    process.stdin.isTTY === true;
  const isDone = !request.force && (await story.isTrained(results, name));
  if (isLive) return watchLive(story, results, name, request.force, isDone);
  if (isDone) remark(`${name} is trained already (--force trains it again)`);
  else await trainDemo(story, results, request.force, 'inherit', interruptSignal());
  await story.report(results, name, request.json);
  return 0;
}

function trainWords({ family, recipe }: Story, results: string, force: boolean): string[] {
  const program = process.argv[1] as string;
  const { parameters, ...others } = recipe;
  const changes = Object.entries({ ...parameters, ...others }).flatMap(([key, value]) => [
    `--${snakeCase(key).replaceAll('_', '-')}`,
    String(value)
  ]);
  const how = ['--results', results, '--analyze', force ? '--force' : '--resume'];
  return [program, 'train', family, ...changes, ...how];
}

/**
 * Starts the training; a stop that `signal` tells is passed on, and rejects with it once the
 * training has saved.
 */
function trainDemo(
  story: Story,
  results: string,
  force: boolean,
  output: 'inherit' | number,
  signal?: AbortSignal
) {
  const out = output === 'inherit' ? process.stderr.fd : output;
  const words = ['--disable-sigusr1', ...trainWords(story, results, force)];
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', out, out, 'pipe'],
    env: { ...process.env, GROKSCOPE_PARENT_FD: '3' }
  });
  const control = child.stdio[3] as Writable;
  control.on('error', () => {}); // it has ended by itself
  const stop = () => control.write(`${(signal!.reason as Stopped).signal}\n`);
  signal?.addEventListener('abort', stop, { once: true });
  const again = 'run the demo again: it goes on from there';
  const ended = new Promise<void>((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code) => {
      if (signal?.aborted) {
        remark(again);
        failed(signal.reason);
      } else if (code === 0) done();
      else failed(new UserError(`training stopped with exit code ${code}`, again));
    });
  });
  return Object.assign(ended, { child });
}

async function watchLive(
  story: Story,
  results: string,
  name: string,
  force: boolean,
  isDone: boolean
): Promise<number> {
  if (isDone) {
    await openExplorer({ results, variant: name });
    return 0;
  }
  mkdirSync(results, { recursive: true });
  const log = openSync(join(results, 'demo.log'), 'w');
  const training = trainDemo(story, results, force, log);
  const stopped = training.catch(() => {});
  try {
    await appeared(results, name, training);
    await openExplorer({ results, variant: name });
  } finally {
    if (training.child.exitCode === null) training.child.kill('SIGINT');
    await stopped;
    closeSync(log);
  }
  print(
    `the run is in ${join(results, story.family, name)}\nopen it again: grokscope explore ${name} --results ${results}`
  );
  if (!(await story.isTrained(results, name)))
    print('its training was stopped and saved; the demo goes on from there');
  return 0;
}

/** Waits until the variant has its first checkpoint, so that the explorer opens on something. */
async function appeared(results: string, name: string, training: Promise<void>): Promise<void> {
  let failure: unknown = null;
  training.catch((error: unknown) => {
    failure = error;
  });
  for (let tries = 0; tries < 300; tries++) {
    if (failure) throw failure;
    const variant = await findVariant(results, name).catch(() => null);
    if (variant && variant.state !== 'untrained') return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new UserError('the demo run did not start within 30 s', `see ${join(results, 'demo.log')}`);
}
