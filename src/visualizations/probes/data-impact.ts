import { textsIn } from '../../array/text-array.ts';
import { axis } from '../../figure/axes.ts';
import { diverging } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { shown } from '../parts/probe-texts.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { groupingOption, skillNames } from '../parts/skill-table.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'data_impact';

/**
 * How the share of right answers of each skill changed while each training file was used. Takes
 * data_impact `{files, skills, from, to, before, after, overlaps, change}` [file, skill].
 */
export default visualization({
  id: 'data_impact',
  title: 'Data impact',
  about: 'What did the model gain or lose while each training file was used?',
  kind: 'run',
  time: 'step',
  needs: acrossOf(analyzer),
  options: { by: groupingOption },
  figure(found, { by }) {
    const { data: change, shape } = arrayOf(found, 'change', 2, analyzer);
    const [count, width] = shape as [number, number];
    const of = (key: string) => {
      const { data } = arrayOf(found, key, 1, analyzer);
      if (data.length !== count) throw missingArray(key, analyzer, `is not of ${count} files`);
      return data;
    };
    const [from, to, overlaps, before, after] = ['from', 'to', 'overlaps', 'before', 'after'].map(
      of
    );
    const files = textsIn(arrayOf(found, 'files', 1, analyzer), count);
    const skills = skillNames(found.skills, width, by);
    const rows = skills.length > 0 ? Array.from({ length: count }, (_, i) => i).reverse() : [];
    const named = (file: number) => `${shown(files[file], 24)} ${from[file]}–${to[file]}`;
    const alone = overlaps.every((n) => n === 0);
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Change',
          x: skills.map((_, i) => i),
          y: rows.map((_, i) => i),
          z: rows.map((file) => skills.map(({ place }) => change[file * width + place])),
          colorscale: diverging,
          zmin: -1,
          zmax: 1,
          colorbar: { title: { text: 'change' } },
          hoverongaps: false,
          customdata: rows.map((file) =>
            skills.map(
              ({ word }) => `${named(file)}<br>${word}, step ${before[file]} to ${after[file]}`
            )
          ),
          hovertemplate: '%{customdata}<br>%{z:+.2f}<extra></extra>'
        }
      ],
      note:
        count === 0
          ? 'no steps of training files are recorded: import --data-files'
          : skills.length === 0
            ? 'no probe names such a skill'
            : alone
              ? ''
              : 'files that were used together share their changes',
      layout: {
        plot_bgcolor: ink.gap,
        xaxis: axis('', {
          tickvals: skills.map((_, i) => i),
          ticktext: skills.map(({ word }) => word)
        }),
        yaxis: axis('', {
          tickvals: rows.map((_, i) => i),
          ticktext: rows.map(named)
        })
      }
    };
  }
});
