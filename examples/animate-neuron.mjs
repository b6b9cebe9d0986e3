// Animates the neuron that switches its frequency most. Run: node examples/animate-neuron.mjs VARIANT [OUT.gif]
import { writeFile } from 'node:fs/promises';
import { exportFigure, listNeurons, open } from 'grokscope';

const [path, out = 'neuron.gif'] = process.argv.slice(2);
if (path === undefined) {
  console.error('run: node examples/animate-neuron.mjs VARIANT [OUT.gif]');
  process.exit(2);
}

const run = await open(path);
const [thrasher] = await listNeurons(run.variant, 'switches');
console.log(`neuron ${thrasher.neuron} switches ${thrasher.switches} times`);

// The frames are figures; no file is written. Axes and colours are locked to the same ranges.
const frames = await run.frames('neuron_heatmap', { neuron: thrasher.neuron, epochs: 'all' });
console.log(
  `${frames.length} frames: ${frames.map(({ layout }) => layout.title.text).join(' | ')}`
);

const size = { width: 360, height: 320, scale: 1 };
const gif = await exportFigure(frames, { format: 'gif', ...size, fps: 5 });
await writeFile(out, gif);
console.log(`${out}: ${gif.length} bytes`);
