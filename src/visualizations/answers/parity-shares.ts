import { cached } from '../../array/cached.ts';
import { okabeIto } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { relevantOption } from '../parts/options.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'walsh_spectrum';

/**
 * Shares of the power of the answer: of the parity that is asked for, of other parities of as many
 * bits, of fewer and of more bits. Takes the walsh_spectrum summary `{epochs, by_degree, parity}`,
 * by_degree [epoch, degree].
 */
export default visualization({
  id: 'parity_shares',
  title: 'Parities in the answer',
  about: 'When is the answer the parity that is asked for, and what is it before?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: { relevant: relevantOption },
  figure(summary, { relevant }) {
    const data = cached(summary, `parity shares ${relevant}`, () => {
      const { epochs, column, rows } = epochTable(summary, analyzer);
      const { data: shares, shape } = rows('by_degree');
      const parity = column('parity');
      const asked = (epoch: number) => parity[epoch];
      const between = (epoch: number, from: number, to: number) => {
        let sum = 0;
        for (let degree = from; degree < to; degree++) sum += shares[epoch * shape[1] + degree];
        return sum;
      };
      const line = (name: string, share: (epoch: number) => number, color: string) =>
        epochLine(
          name,
          epochs,
          Float64Array.from(parity, (_, epoch) => share(epoch)),
          color
        );
      if (relevant === null)
        return [
          line('asked for', asked, ink.text),
          line('others', (epoch) => between(epoch, 0, shape[1]) - asked(epoch), okabeIto.blue)
        ];
      const most = shape[1] - 1;
      return [
        line('asked for', asked, ink.text),
        line(
          `others of ${relevant}`,
          (epoch) => between(epoch, relevant, relevant + 1) - asked(epoch),
          okabeIto.blue
        ),
        line('fewer bits', (epoch) => between(epoch, 0, relevant), okabeIto.orange),
        ...(relevant < most
          ? [
              line(
                'more bits',
                (epoch) => between(epoch, relevant + 1, most + 1),
                okabeIto.vermillion
              )
            ]
          : [])
      ];
    });
    return overEpochs(data, 'share of power', { range: [-0.02, 1.02] });
  }
});
