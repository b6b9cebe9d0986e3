import { cached } from '../../array/cached.ts';
import { rowsOf } from '../../array/tensor.ts';
import { overSteps, stepLine } from '../parts/over-steps.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { seriesColor, seriesLine } from '../parts/series-style.ts';
import { groupingOption, skillNames } from '../parts/skill-table.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'probe_skills';

/**
 * Share of right answers by level, category or difficulty over the steps, with how many probes
 * there are of each. Takes the probe_skills summary `{epochs, skills, accuracy, count}` [epoch,
 * skill].
 */
export default visualization({
  id: 'skill_trajectories',
  title: 'Skills over steps',
  about: 'Which skills come first, which last, and which are lost again?',
  kind: 'run',
  time: 'step',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: { by: groupingOption },
  figure(summary, { by }) {
    const lines = cached(summary, `skills ${by}`, () => {
      const { epochs, rows } = epochTable(summary, analyzer);
      const [shares, counts] = [rowsOf(rows('accuracy')), rowsOf(rows('count'))];
      const [bytes = new Uint8Array(0)] = rowsOf(rows('skills'));
      const skills = skillNames(
        { dtype: 'uint8', shape: [bytes.length], data: bytes },
        shares[0]?.length ?? 0,
        by
      );
      return skills.map(({ word, place }, i) =>
        stepLine(
          `${word} (${counts[0][place]})`,
          epochs,
          shares.map((row) => row[place]),
          seriesColor(i),
          { line: seriesLine(i) }
        )
      );
    });
    return overSteps(lines, 'right', { range: [-0.02, 1.02] });
  }
});
