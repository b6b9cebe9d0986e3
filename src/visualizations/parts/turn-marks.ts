import { cached } from '../../array/cached.ts';
import type { Numbers } from '../../array/tensor.ts';
import { okabeIto } from '../../figure/colors.ts';
import { eventLine, type Marks, windowShade } from '../../figure/marks.ts';
import { ink, label } from '../../figure/theme.ts';
import { detectTurn, type TurnReport, turnText } from '../../turn/index.ts';

/** A figure is drawn while someone waits: fewer resampled curves than a report has. */
const resamples = 4;
/** Epochs beyond which none is drawn: each takes some 0.1 s there, and its turn is opaque. */
const mostResampled = 250_000;

/**
 * Returns the turn of a run by its losses, with a confidence from 4 resampled curves, enough for an
 * opacity. It takes some 20 ms for 25,000 epochs and is kept as long as the losses live; beyond
 * 250,000 epochs there is no confidence. Without the number of answers the detector that needs it
 * finds nothing.
 */
export function turnOf(train: Numbers, test: Numbers, answers: number | null): TurnReport {
  const reports = cached(test, `turn ${answers}`, () => new WeakMap<Numbers, TurnReport>());
  const known = reports.get(train);
  if (known) return known;
  const report = detectTurn(
    { train, test },
    {
      answers: answers ?? Number.NaN,
      resamples: test.length > mostResampled ? 0 : resamples
    }
  );
  reports.set(train, report);
  return report;
}

/**
 * Returns a dashed line at the turn, as opaque as it is certain, labelled above the plot beside the
 * epoch cursor; nothing for a run that does not turn.
 */
export function turnMark(
  { turn, margin, confidence }: TurnReport,
  cursor: number | null,
  epochs: number
): Marks {
  if (turn === null) return { shapes: [], annotations: [] };
  const text = turnText(turn, margin);
  const above = { x: turn, y: 1, xref: 'x', yref: 'paper', yanchor: 'bottom' } as const;
  const isNear = cursor !== null && Math.abs(cursor - turn) < 0.1 * epochs;
  const beside = (cursor ?? 0) < turn ? 'left' : 'right';
  return {
    shapes: [eventLine(turn, okabeIto.green, confidence ?? 1)],
    annotations: [
      isNear
        ? label(text, { ...above, xanchor: beside, xshift: beside === 'left' ? 34 : -34 })
        : label(text, { ...above, xanchor: 'center' })
    ]
  };
}

/**
 * Returns where memorization ends, and the plateau and the second descent as shades; labels stand
 * where no curve is.
 */
export function phaseMarks({ windows }: TurnReport): Marks {
  const { memorization, plateau, secondDescent } = windows;
  const at = (x: number, y: number, text: string, xanchor: 'left' | 'center') =>
    label(text, {
      x,
      y,
      xref: 'x',
      yref: 'paper',
      xanchor,
      yanchor: 'bottom',
      ...(xanchor === 'left' && { xshift: 4 })
    });
  const shades = [
    ['plateau', plateau, 'rgba(102,113,125,0.10)', 0.5],
    ['second descent', secondDescent, 'rgba(0,158,115,0.12)', 0]
  ] as const;
  const found = shades.flatMap(([name, window, color, y]) =>
    window ? [{ name, ...window, color, y }] : []
  );
  return {
    shapes: [
      ...found.map(({ start, end, color }) => windowShade(start, end, color)),
      ...(memorization ? [eventLine(memorization.end, ink.muted)] : [])
    ],
    annotations: [
      ...(memorization
        ? [at(memorization.end, 0.55, `memorized ${memorization.end}`, 'left')]
        : []),
      ...found.map(({ name, start, end, y }) => at((start + end) / 2, y, name, 'center'))
    ]
  };
}
