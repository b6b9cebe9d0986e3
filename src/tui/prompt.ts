import { atEpoch } from './moments.ts';
import type { State } from './state.ts';

/** Returns the state after a command of the `:` prompt: an epoch, `epoch N`, `neuron N`, `input 4+29`, `quit`; else the prompt says what it takes. */
export function submitted(state: State, text: string): State {
  const command = text.trim();
  const closed: State = { ...state, layer: null };
  if (command === '') return closed;
  if (/^q(uit)?$/.test(command)) return { ...closed, ending: true };
  const epoch = /^(?:e(?:poch)?\s*)?(\d+)$/.exec(command);
  if (epoch) return atEpoch(closed, Number(epoch[1]), true);
  const input = /^i(?:nput)?(?:\s+(.+))?$/.exec(command);
  if (input) return { ...closed, moment: { ...state.moment, input: input[1] ?? null } };
  const neuron = /^n(?:euron)?\s*(\d+)$/.exec(command);
  if (!neuron)
    return refused(
      state,
      text,
      `unknown: ${command} · type an epoch (9500), neuron 37 or input 4+29`
    );
  const count = state.variant?.neurons ?? 0;
  const wanted = Number(neuron[1]);
  if (wanted >= count)
    return refused(
      state,
      text,
      count === 0
        ? 'this variant has no neurons yet'
        : `no neuron ${wanted} · they are 0 to ${count - 1}`
    );
  return { ...closed, moment: { ...state.moment, neuron: wanted } };
}

function refused(state: State, text: string, error: string): State {
  return { ...state, layer: { kind: 'prompt', text, error } };
}
