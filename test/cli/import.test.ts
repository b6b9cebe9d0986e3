import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { importPath } from '../../src/cli/commands/import/run.ts';
import { dictionary, pthFile, tensorPart } from '../helpers/pth-file.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

afterEach(() => vi.restoreAllMocks());

/** What is printed while `work` runs. */
async function printed(work: () => Promise<void>): Promise<string> {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += chunk;
    return true;
  });
  await work();
  vi.restoreAllMocks();
  return text;
}

describe('grokscope import', () => {
  it('says what became of the file, for people and for scripts', async (context) => {
    const file = shared('data/paper/low_precision_mod_addition.pth');
    if (file === null) return context.skip();
    const results = temporaryFolder();
    const text = await printed(() => importPath({ path: file, results, json: false }));
    const lines = text.trimEnd().split('\n');
    expect(lines).toEqual([
      'imported modulo_addition_1layer_p113_seed1_dseed1_low_precision_mod_addition: last epoch 49999',
      '  p113, 114 logits, trained blocks.0.mlp.b_in, blocks.0.mlp.b_out; its matrices were turned to TransformerLens shapes',
      '  trained on 0.3 of the pairs by random.shuffle, seed 1 (recognised by their losses)',
      '  one test loss every 10 epochs; those between hold the value before'
    ]);
    const json = JSON.parse(
      await printed(() => importPath({ path: file, results, json: true, name: 'paper' }))
    );
    expect(json).toMatchObject({ variant: 'paper', epochs: [49999], logits: 114 });
  });

  it('says what it wants where it gets something else', async () => {
    const folder = temporaryFolder();
    const text = join(folder, 'notes.pth');
    writeFileSync(text, 'not a zip archive at all, but long enough to be looked at for one');
    const hint = async (file: string) =>
      (await userErrorOf(() => importPath({ path: file, results: folder, json: false }))).hint;
    expect(await hint(folder)).toContain('--probe-file FILE');
    expect(await hint(text)).toContain('expected a file of torch.save');
  });

  it('shows nothing of a file that could reach the terminal', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'in'));
    const file = join(folder, 'in', 'odd.pth');
    const tensor = tensorPart({ key: '0', count: 1, shape: [1], strides: [1] });
    const name = 'pos_embed.W_pos\u001b[31m';
    writeFileSync(file, pthFile(dictionary({ [name]: tensor }), { 0: Float32Array.of(1) }));
    const error = await userErrorOf(() => importPath({ path: file, results: folder, json: false }));
    expect(error.message).toBe('missing tensor: pos_embed.W_pos');
    const absent = await userErrorOf(() =>
      importPath({ path: join(folder, '\u001b[31m.pth'), results: folder, json: false })
    );
    expect(absent.message).toContain('\\x1b[31m.pth');
  });
});
