import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { grokscope } from './program.ts';

const fixture = (path: string) =>
  fileURLToPath(new URL(`../fixtures/interop/${path}`, import.meta.url));

describe('grokscope log', () => {
  it.each([
    ['trainer', 'Hugging Face Trainer', 'eval_loss'],
    ['wandb', 'W&B', 'train/loss'],
    ['tensorboard/restarted', 'TensorBoard', 'acc']
  ])('tells the scalars of %s', async (path, program, scalar) => {
    const { code, stdout } = await grokscope(['log', fixture(path), '--json']);
    const { scalars, ...rest } = JSON.parse(stdout);
    expect({ code, program: rest.program }).toEqual({ code: 0, program });
    expect(Object.keys(scalars)).toContain(scalar);
    const drawn = await grokscope(['log', fixture(path), '--scalar', scalar]);
    const steps: number[] = scalars[scalar].map(({ step }: { step: number }) => step);
    expect(drawn.stdout).toContain(`steps ${steps[0]} to ${steps.at(-1)}, ${steps.length} points`);
  });

  it('tells the metrics of lm-evaluation-harness', async () => {
    const { stdout } = await grokscope(['log', fixture('lm-eval')]);
    expect(stdout).toMatch(/carry +acc +none +0\.3333/);
  });

  it('names what there is where a name is wrong, and what it reads where it cannot', async () => {
    expect(await grokscope(['log', fixture('trainer'), '--scalar', 'los'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean loss?')
    });
    expect(await grokscope(['log', fixture('README.md')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected trainer_state.json')
    });
  });
});
