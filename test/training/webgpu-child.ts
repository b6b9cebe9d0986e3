// Runs in a process of its own that has a Vulkan device (see webgpu.test.ts) and prints one line of JSON.
import type { Device } from '../../src/engine/index.ts';
import { defaultRecipe, type EpochEvent, train } from '../../src/training/index.ts';

const parameters = { ...defaultRecipe.parameters, prime: 13 };
const recipe = { ...defaultRecipe, parameters, dModel: 32, dMlp: 64, epochs: 10 };

async function run(device: Device) {
  const epochs: EpochEvent[] = [];
  for await (const event of train(recipe, { device })) {
    if (event.kind === 'epoch') epochs.push(event);
    if (event.kind === 'end') {
      const weights = [...event.state.weights['unembed.W_U'].data];
      return { epochs, weights };
    }
  }
  throw new Error('the run has no end');
}

console.log(JSON.stringify({ webgpu: await run('webgpu'), cpu: await run('cpu') }));
