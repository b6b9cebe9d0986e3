import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace, Series } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { epochLine } from './epoch-line.ts';

const colors = [okabeIto.blue, okabeIto.orange, okabeIto.green] as const;

/**
 * Returns lines of the shares of the first three principal components over the epochs, and of their
 * sum (dashed).
 */
export function componentLines(
  epochs: Series,
  shares: readonly [Series, Series, Series]
): readonly ScatterTrace[] {
  const sum = Float64Array.from(shares[0], (share, i) => share + shares[1][i] + shares[2][i]);
  return [
    ...shares.map((values, c) => epochLine(`PC${c + 1}`, epochs, values, colors[c])),
    epochLine('all three', epochs, sum, ink.muted, {
      line: { color: ink.muted, width: 1.5, dash: 'dash' }
    })
  ];
}
