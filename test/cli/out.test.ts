import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeStream } from '../../src/cli/output/write-stream.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { grokscope, launcher, tinyRecipe } from './program.ts';

const family = 'modulo_addition_1layer';
const name = `${family}_p11_seed999_dseed598_frac0.6_dm32_h2_mlp32`;
let results = '';
let figure = '';
const words = (...rest: string[]) => [
  ...['export', name, 'loss_curves', '--format', 'json', '--results', results, ...rest]
];
const call = (...rest: string[]) => grokscope(words(...rest));

beforeAll(async () => {
  results = mkdtempSync(join(tmpdir(), 'grokscope-'));
  await grokscope(['train', family, ...tinyRecipe, '--epochs', '20', '--results', results]);
  figure = (await call('--out', '-')).stdout;
  expect(JSON.parse(figure).data.length).toBeGreaterThan(0);
});
afterAll(() => rmSync(results, { recursive: true, force: true }));

describe('--out', () => {
  it('a file that exists is replaced only with --force', async () => {
    const path = join(temporaryFolder(), 'figure.json');
    expect((await call('--out', path)).stdout).toBe(`${path}\n`);
    writeFileSync(path, 'mine');
    const { code, stderr, stdout } = await call('--out', path);
    expect({ code, stderr, stdout }).toEqual({
      code: 1,
      stderr: `grokscope: file exists: ${path}\nreplace it: --force\n`,
      stdout: ''
    });
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect((await call('--out', path, '--force')).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(figure);
  });

  it('compare asks for --force too', async () => {
    const path = join(temporaryFolder(), 'figure.json');
    const compare = ['compare', 'all', '--figure', 'loss_curves', '--results', results];
    expect((await grokscope([...compare, '--out', path])).code).toBe(0);
    expect((await grokscope([...compare, '--out', path])).stderr).toContain('file exists');
    expect((await grokscope([...compare, '--out', path, '--force'])).code).toBe(0);
    const { stdout } = await grokscope([...compare, '--out', '-', '--format', 'json']);
    expect(stdout).toBe(readFileSync(path, 'utf8'));
  });

  it('an export under its default name is made again, and says so', async () => {
    const first = await call();
    const again = await call();
    expect(again.stdout).toBe(first.stdout);
    expect(again.stderr).toBe(`replaces ${first.stdout}`);
    expect(readFileSync(again.stdout.trim(), 'utf8')).toBe(figure);
  });

  it('a link stays and what it leads to is written, there or not', async () => {
    const folder = temporaryFolder();
    const [real, link, ahead] = ['real.json', 'link.json', 'ahead.json'].map((file) =>
      join(folder, file)
    ) as [string, string, string];
    writeFileSync(real, 'mine');
    symlinkSync('real.json', link);
    symlinkSync('later.json', ahead);
    expect((await call('--out', link)).code).toBe(1);
    expect(readFileSync(real, 'utf8')).toBe('mine');
    expect((await call('--out', link, '--force')).stdout).toBe(`${real}\n`);
    expect(readlinkSync(link)).toBe('real.json');
    expect(readFileSync(real, 'utf8')).toBe(figure);
    expect((await call('--out', ahead)).code).toBe(0);
    expect(readlinkSync(ahead)).toBe('later.json');
    expect(readFileSync(join(folder, 'later.json'), 'utf8')).toBe(figure);
  });

  it('a ring of links is told', async () => {
    const ring = join(temporaryFolder(), 'ring.json');
    symlinkSync('ring.json', ring);
    const { code, stderr } = await call('--out', ring);
    expect(stderr).toContain(`links in a ring: ${ring}`);
    expect(code).toBe(1);
  });

  it('a FIFO is written to and stays one', async () => {
    const pipe = join(temporaryFolder(), 'pipe.json');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe]);
    const [read, outcome] = await Promise.all([text(reader.stdout), call('--out', pipe)]);
    expect(outcome.code).toBe(0);
    expect(createHash('md5').update(read).digest()).toEqual(
      createHash('md5').update(figure).digest()
    );
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it('a FIFO whose reader leaves early is no failure', async () => {
    const pipe = join(temporaryFolder(), 'pipe.json');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('head', ['-c', '1', pipe]);
    expect((await call('--out', pipe)).code).toBe(0);
    reader.kill();
  });

  it('a signal ends the wait for the reader of a FIFO', async () => {
    const pipe = join(temporaryFolder(), 'pipe.json');
    execFileSync('mkfifo', [pipe]);
    const controller = new AbortController();
    const writing = writeStream(pipe, Buffer.from(figure), controller.signal);
    controller.abort(new Error('enough'));
    await expect(writing).rejects.toThrow('enough');
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it('a device is written to and stays one', async () => {
    const before = lstatSync('/dev/full');
    const { code, stderr } = await call('--out', '/dev/full');
    expect(stderr).toContain('cannot write to /dev/full: no space left on device');
    expect(code).toBe(1);
    const after = lstatSync('/dev/full');
    expect([after.ino, after.rdev]).toEqual([before.ino, before.rdev]);
    expect((await call('--out', '/dev/null')).code).toBe(0);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.each(['-', '/dev/stdout'])('%s is stdout, and nothing else is printed there', async (out) => {
    const { code, stdout } = await call('--out', out, '--json');
    expect(code).toBe(0);
    expect(stdout).toBe(figure);
  });

  it('- carries bytes, with the default format', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'stdout.png');
    const script = '"$@" > "$0"';
    const png = words('--out', '-').filter((word) => word !== '--format' && word !== 'json');
    execFileSync('bash', ['-c', script, file, process.execPath, launcher, ...png]);
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
  });

  it('a folder takes the default name, whether it exists or not', async () => {
    const folder = temporaryFolder();
    const [there, made] = [join(folder, 'there'), join(folder, 'made')];
    mkdirSync(there);
    expect((await call('--out', there)).stdout).toBe(`${there}/${name}__loss_curves.json\n`);
    expect((await call('--out', `${made}/`)).code).toBe(0);
    expect(readdirSync(made)).toEqual([`${name}__loss_curves.json`]);
    expect((await call('--out', there)).stderr).toContain('file exists');
  });

  it('nothing is wrong usage', async () => {
    const { code, stderr } = await call('--out', '');
    expect(stderr).toContain('--out');
    expect(code).toBe(2);
    expect(existsSync(join(process.cwd(), `${name}__loss_curves.json`))).toBe(false);
  });
});
