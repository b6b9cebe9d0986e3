import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds dist/ before the tests that run the program, in watch mode before each rerun too; nothing where no source changed. */
export default function setup(project: TestProject): void {
  const { watch } = project.config;
  const build = () => {
    const words = watch ? ['build.mjs', '--bundle'] : ['build.mjs'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: root,
      encoding: 'utf8'
    });
    if (status === 0) return;
    // Whoever is at work may have it broken for a moment.
    if (watch) console.error(`${stdout}${stderr}`);
    else throw new Error(`dist/ could not be built\n${stdout}${stderr}`);
  };
  build();
  project.onTestsRerun(async () => build());
}
