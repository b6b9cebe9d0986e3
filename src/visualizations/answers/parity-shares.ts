import { cached } from '../../array/cached.ts';
import { okabeIto } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable, missingArray } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'walsh_spectrum';

/**
 * Shares of the power of the answer: of the parity that is asked for, of other parities of as many
 * bits, of fewer, of more, and of none, its mean. Takes the walsh_spectrum summary `{epochs,
 * by_degree, parity, relevant}`, by_degree [epoch, degree].
 */
export default visualization({
  id: 'parity_shares',
  title: 'Parities in the answer',
  about: 'When is the answer the parity that is asked for, and what is it before?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  figure(summary) {
    const data = cached(summary, 'parity shares', () => {
      const { epochs, column, rows } = epochTable(summary, analyzer);
      const { data: shares, shape } = rows('by_degree');
      const parity = column('parity');
      const [k = 0] = column('relevant');
      const most = shape[1] - 1;
      if (!Number.isInteger(k) || k < 1 || k > most)
        throw missingArray('relevant', analyzer, `is no number of bits from 1 to ${most}`);
      const asked = (epoch: number) => parity[epoch];
      const between = (epoch: number, from: number, to: number) => {
        let sum = 0;
        for (let degree = from; degree <= to; degree++) sum += shares[epoch * shape[1] + degree];
        return sum;
      };
      const line = (name: string, color: string, share: (epoch: number) => number) =>
        epochLine(
          name,
          epochs,
          Float64Array.from(parity, (_, epoch) => share(epoch)),
          color
        );
      return [
        line('asked for', ink.text, asked),
        line('as many bits', okabeIto.blue, (epoch) => between(epoch, k, k) - asked(epoch)),
        ...(k > 1 ? [line('fewer bits', okabeIto.orange, (t) => between(t, 1, k - 1))] : []),
        ...(k < most
          ? [line('more bits', okabeIto.vermillion, (t) => between(t, k + 1, most))]
          : []),
        line('no bit', okabeIto.purple, (epoch) => between(epoch, 0, 0))
      ];
    });
    return overEpochs(data, 'share of power', { range: [-0.02, 1.02] });
  }
});
