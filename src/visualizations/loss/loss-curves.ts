import { cached } from '../../array/cached.ts';
import type { NamedArrays, Numbers } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import { axis, epochAxis, logAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { marks } from '../../figure/marks.ts';
import { answersOption } from '../parts/options.ts';
import { phaseMarks, turnMark, turnOf } from '../parts/turn-marks.ts';
import { losses, visualization } from '../visualization.ts';

/**
 * Train and test loss of every epoch with checkpoints and turn; train is before and test after the
 * step of that epoch. Takes the losses `{train_losses, test_losses, checkpoint_epochs}` of a run.
 */
export default visualization({
  id: 'loss_curves',
  title: 'Loss',
  about: 'When does the run memorise, and when does it generalise?',
  kind: 'run',
  overEpochs: true,
  needs: losses,
  options: {
    scale: {
      type: 'choice',
      choices: ['log', 'linear'],
      default: 'log',
      about: 'Scale of the loss axis.'
    },
    phases: {
      type: 'boolean',
      default: false,
      about: 'Mark the end of memorization, the plateau and the second descent.'
    },
    turn: {
      type: 'boolean',
      default: true,
      about: 'Mark the turn, as opaque as it is certain; a run that does not turn has no mark.'
    },
    answers: answersOption
  },
  aliases: ['training.metadata.loss_curves', 'loss_curves_with_indicator', 'loss_curve'],
  figure(data, { currentEpoch, scale, phases, turn, answers }) {
    const { traces, train, test, loss } = cached(data, `loss ${scale}`, () => curves(data, scale));
    const report = phases || turn ? turnOf(train, test, answers) : null;
    return {
      data: traces,
      layout: {
        xaxis: epochAxis,
        yaxis: axis('loss', loss),
        ...marks(
          ...(report && phases ? [phaseMarks(report)] : []),
          ...(report && turn ? [turnMark(report, currentEpoch, train.length)] : [])
        )
      }
    };
  }
});

function curves(data: NamedArrays, scale: 'log' | 'linear') {
  const train = lossesOf(data, 'train_losses');
  const test = lossesOf(data, 'test_losses');
  const stored = Array.from(data.checkpoint_epochs?.data ?? []);
  const traces = [
    curve('Train', train, okabeIto.blue),
    curve('Test', test, okabeIto.vermillion),
    ...(stored.length > 0 ? [checkpoints(stored, test)] : [])
  ];
  return { traces, train, test, loss: scale === 'log' ? logAxis([train, test]) : {} };
}

function lossesOf(data: NamedArrays, key: string): Numbers {
  const found = data[key];
  if (found?.shape.length === 1) return found.data;
  throw new UserError(`missing array: ${key}`, 'the run has stored no losses; train it first');
}

function curve(name: string, y: Numbers, color: string): ScatterTrace {
  return {
    type: 'scatter',
    name,
    x: counting(y.length),
    y,
    mode: y.length === 1 ? 'lines+markers' : 'lines',
    line: { color, width: 1.75 },
    hovertemplate: `epoch %{x}<br>${name.toLowerCase()} loss %{y:.8~g}<extra></extra>`
  };
}

function counting(count: number): Float64Array {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

function checkpoints(epochs: readonly number[], test: Numbers): ScatterTrace {
  return {
    type: 'scatter',
    name: 'Checkpoint',
    x: epochs,
    y: Float64Array.from(epochs, (epoch) => test[epoch] ?? Number.NaN),
    mode: 'markers',
    marker: {
      symbol: 'diamond',
      size: 4.5,
      color: '#ffffff',
      line: { color: okabeIto.vermillion, width: 0.75 }
    },
    customdata: epochs.map((_, index) => index),
    hovertemplate: 'Epoch %{x} (Index %{customdata})<br>test loss %{y:.8~g}<extra></extra>'
  };
}
