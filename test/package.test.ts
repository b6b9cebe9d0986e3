import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from './helpers/temporary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const node = process.execPath;

/** Runs a command as a user would: without what `npm test` leaves in the environment, and with this Node first. */
async function run(folder: string, command: string, ...words: string[]) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|command|config_(local_prefix|loglevel))/.test(name)
  );
  const env = {
    ...Object.fromEntries(kept),
    PATH: `${join(node, '..')}:${process.env.PATH}`,
    GROKSCOPE_PACK: `${process.platform}/${process.arch}`
  };
  const options = { cwd: folder, env, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(command, words, options);
  return stdout;
}

/** Uses what the package promises, under the strictest settings, without the types of Node. */
const consumer = `
import { exportFigure, type Figure, open, readNpz, renderCoarsenessTrajectory, type Run, type Tensor, trainVariant, view } from 'grokscope';
export const draw = (figure: Figure): Promise<Uint8Array> => exportFigure(figure, { format: 'png' });
export const first = (tensor: Tensor): number => Number(tensor.data[0]);
export const epochs = (run: Run): readonly number[] => run.data.epochs;
export const mean = async (run: Run): Promise<Tensor> => (await run.summary('coarseness')).mean_coarseness;
export const none = async (run: Run): Promise<unknown> => {
  const { epochs: at } = await run.summary('coarseness');
  // @ts-expect-error the analyzer declares no such array
  return (await run.summary('coarseness')).mean_coarsenes ?? at;
};
export const drawn = (): Figure => renderCoarsenessTrajectory({ epochs: [0] }, { blobThreshold: 0.6 });
// @ts-expect-error it has no such option
export const undrawn = () => renderCoarsenessTrajectory({ epochs: [0] }, { blobTreshold: 0.6 });
export const row = (tensor: Tensor): number => view(tensor).pick(0).get(1);
export { open, readNpz, trainVariant };
`;

it('packed and installed in an empty folder it computes, has types and knows its version', async (context) => {
  if (process.platform === 'win32') return context.skip('npm is a script there');
  const folder = temporaryFolder();
  const quick = ['--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries=0'];
  await run(root, 'npm', 'pack', '--pack-destination', folder);
  const archive = `./grokscope-${about.version}.tgz`;
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  try {
    await run(folder, 'npm', 'install', archive, ...quick);
  } catch (error) {
    const { message } = error as Error;
    const isAway = /ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ENOTCACHED|E40\d/.test(message);
    if (!isAway) throw error;
    return context.skip('no npm registry here');
  }
  expect(readdirSync(join(folder, 'node_modules'))).not.toContain('onnxruntime-node');
  expect((await run(folder, 'npx', 'grokscope', '--version')).trim()).toBe(about.version);
  expect(await run(folder, 'npx', 'grokscope', 'doctor')).toMatch(/^ok +device cpu +works$/m);

  writeFileSync(join(folder, 'use.ts'), consumer);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const words = ['--strict', '--noEmit', '--types', '', '--target', 'es2022', 'use.ts'];
  for (const how of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler']
  ] as const)
    await run(folder, node, tsc, ...words, '--module', how[0], '--moduleResolution', how[1]);
});

it('under an old Node the program and the library say which they need', async () => {
  const needed = about.engines.node.replace('>=', '');
  const message = `grokscope needs Node ${needed} or newer (this is 20.20.2)`;
  const old =
    'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})';
  const library = pathToFileURL(join(root, 'dist/index.js')).href;
  const asking = `import(${JSON.stringify(library)}).catch((error) => console.log(error.message))`;
  expect((await run(root, node, '--import', old, '-e', asking)).trim()).toBe(message);

  // Where no pinned Node lies beside it, as in an installed package.
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  for (const name of readdirSync(join(root, 'bin')))
    writeFileSync(join(folder, 'bin', name), readFileSync(join(root, 'bin', name)));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(root, 'dist'), join(folder, 'dist'));
  const failing = run(folder, node, '--import', old, 'bin/grokscope.js', 'doctor');
  await expect(failing).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(message)
  });
});

it('one version of Node is promised everywhere', () => {
  const needed = about.engines.node.replace('>=', '');
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`Node ${needed}`);
  expect(readFileSync(join(root, 'bin/check-node.js'), 'utf8')).toContain(`'${needed}'`);
  expect(readFileSync(join(root, 'build.mjs'), 'utf8')).toContain(`node${needed}`);
});

it('the lock names no registry, and only packages that are told to may run a script', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const entries = Object.entries(packages) as [string, Record<string, unknown>][];
  for (const [, { resolved }] of entries) expect(resolved ?? 'tools/').toMatch(/^tools\//);
  const scripted = entries.filter(([, entry]) => entry.hasInstallScript);
  for (const [path, entry] of scripted) {
    expect(entry.dev, `${path} has an install script that users would run`).toBe(true);
    expect(about.allowScripts).toHaveProperty(path.replace('node_modules/', ''), false);
  }
});

it("dist/ is not built anew from the same sources, and onnxruntime-node's script ends at once", async () => {
  await run(root, node, 'build.mjs');
  expect(await run(root, node, 'build.mjs')).toBe('dist/ is up to date\n');
  const script = join(root, 'node_modules/onnxruntime-node/script/install.js');
  const stub = join(root, 'tools/global-agent/index.js');
  const code = `require(${JSON.stringify(stub)}).bootstrap(); console.log('goes on')`;
  expect(readFileSync(script, 'utf8')).toMatch(/bootstrap\(\)|globalAgentBootstrap\(\)/);
  expect(await run(root, node, '-e', code)).toBe('');
  expect(await run(root, node, '-e', code, '--', '--onnxruntime-node-install=cuda12')).toBe(
    'goes on\n'
  );
  expect(existsSync(join(root, 'vendor'))).toBe(false);
});
