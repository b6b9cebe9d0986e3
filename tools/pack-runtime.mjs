// Copies ONNX Runtime into vendor/ while `npm pack` makes the package. As a dependency its install script would download
// some 300 MB of CUDA on Linux, and end the installation where it cannot. Left out is what is never loaded: its own
// installer, DirectML and the second name of the macOS library. GROKSCOPE_PACK=linux/x64 packs one platform only.
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const from = join(root, 'node_modules/onnxruntime-node');
const to = join(root, 'vendor/onnxruntime-node');
const platform = process.env.GROKSCOPE_PACK || '*/*';

rmSync(dirname(to), { recursive: true, force: true });
if (process.argv[2] !== '--remove') {
  const files = ['README.md', 'dist/*.js', `bin/napi-v6/${platform}/*`]
    .flatMap((pattern) => globSync(pattern, { cwd: from }))
    .filter((path) => !/DirectML\.dll$|\.\d+\.\d+\.\d+\.dylib$/.test(path));
  for (const path of files) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(join(from, path), join(to, path));
  }
  const { name, version, license, main } = JSON.parse(
    readFileSync(join(from, 'package.json'), 'utf8')
  );
  writeFileSync(join(to, 'package.json'), JSON.stringify({ name, version, license, main }));
  copyFileSync(join(root, 'tools/onnxruntime-LICENSE'), join(to, 'LICENSE'));
}
