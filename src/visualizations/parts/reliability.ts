import { sumOf } from '../../array/statistics/sum-of.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import type { Drawing } from '../visualization.ts';
import { arrayOf, maybeScalar, missingArray } from './read-arrays.ts';

/**
 * Returns the share of right answers by confidence, with the diagonal of a calibrated model
 * (above), and how many answers each bin holds (below); bins without answers stay empty. Takes
 * `{<side>_bin_count, <side>_bin_accuracy, <side>_bin_confidence, <side>_ece, …}`; `what` are
 * counted.
 */
export function reliability(
  artifact: NamedArrays,
  side: string,
  analyzer: string,
  what = 'answers'
): Drawing {
  const of = (name: string) => arrayOf(artifact, `${side}_bin_${name}`, 1, analyzer).data;
  const [counts, accuracy, confidence] = [of('count'), of('accuracy'), of('confidence')];
  const number = (name: string) => maybeScalar(artifact, `${side}_${name}`) ?? Number.NaN;
  const bins = counts.length;
  if (accuracy.length !== bins || confidence.length !== bins)
    throw missingArray(`${side}_bin_accuracy`, analyzer, `does not have ${bins} bins`);
  const filled = Array.from(counts.keys()).filter((bin) => counts[bin] > 0);
  const center = (bin: number) => (bin + 0.5) / bins;
  const total = sumOf(counts);
  const rounded = (value: number) => value.toPrecision(3);
  return {
    data: [
      {
        type: 'bar',
        name: 'right answers',
        x: filled.map(center),
        y: filled.map((bin) => accuracy[bin]),
        customdata: filled.map((bin) => confidence[bin]),
        marker: { color: okabeIto.blue },
        hovertemplate: 'confidence %{customdata:.3~g}<br>right %{y:.3~g}<extra></extra>'
      },
      {
        type: 'scatter',
        mode: 'lines',
        name: 'calibrated',
        x: [0, 1],
        y: [0, 1],
        line: { color: ink.muted, width: 1.5, dash: 'dash' },
        hovertemplate: 'confidence %{x:.3~g}<br>right %{y:.3~g} if calibrated<extra></extra>'
      },
      {
        type: 'bar',
        name: `share of ${what}`,
        x: filled.map(center),
        y: filled.map((bin) => counts[bin] / total),
        yaxis: 'y2',
        showlegend: false,
        customdata: filled.map((bin) => counts[bin]),
        marker: { color: ink.muted },
        hovertemplate: `confidence %{x:.3~g}<br>%{customdata} ${what}<extra></extra>`
      }
    ],
    heading:
      total > 0
        ? `Reliability, ${side}: ECE ${rounded(number('ece'))} (${rounded(number('ece_low'))} … ${rounded(number('ece_high'))}), ${total} ${what}`
        : `Reliability, ${side}: no ${what}`,
    layout: {
      bargap: 0.05,
      xaxis: { ...axis('confidence', { range: [0, 1] }), anchor: 'y2' },
      yaxis: axis('right', { domain: [0.36, 1], range: [0, 1.02] }),
      yaxis2: axis('share', { domain: [0, 0.26], anchor: 'x', range: [0, 1.02], nticks: 3 })
    }
  };
}
