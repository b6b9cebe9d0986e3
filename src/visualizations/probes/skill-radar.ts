import { wilsonInterval } from '../../array/statistics/wilson-interval.ts';
import { type NamedArrays, rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { Layout, ScatterTrace, Series, Trace } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { arrayOf, epochTable } from '../parts/read-arrays.ts';
import { groupingOption, skillsAt } from '../parts/skill-table.ts';
import { epochOf, summaryOf, visualization } from '../visualization.ts';

const analyzer = 'probe_skills';
/** Rings of the radar. */
const rings = [0.25, 0.5, 0.75, 1];

/**
 * Share of right answers by skill at one checkpoint, as a polygon over that of a base checkpoint:
 * the first one unless another is asked for. A skill without an expected answer is a gap, not 0.
 * Takes probe_skills `{skills, accuracy, right, count}` [skill] of one step, and its summary for
 * the base.
 */
export default visualization({
  id: 'skill_radar',
  title: 'Skills',
  about: 'Which skills does this checkpoint have, and which did the base have?',
  kind: 'epoch',
  time: 'step',
  needs: { here: epochOf(analyzer), all: summaryOf(analyzer) },
  options: {
    by: groupingOption,
    base: {
      type: 'number',
      default: null,
      integer: true,
      min: 0,
      about: 'Step of the checkpoint to compare with; the first one if not given.'
    },
    form: {
      type: 'choice',
      choices: ['radar', 'bars'],
      default: 'radar',
      about: 'A polygon, or bars with marks for the base; fewer than three skills are bars.'
    }
  },
  figure({ here, all }, { by, base, form }) {
    const skills = skillsAt(here, by);
    const [shares, right, count] = ['accuracy', 'right', 'count'].map(
      (key) => arrayOf(here, key, 1, analyzer).data
    );
    const { step, values } = baseShares(all, base, shares.length);
    const found = skills.map(({ word, place }): Skill => {
      const n = count[place];
      const [low, high] = wilsonInterval(right[place], n);
      const told =
        n > 0
          ? `${right[place]} of ${n} right<br>95 % interval ${low.toFixed(2)} … ${high.toFixed(2)}`
          : 'no answer is expected';
      return {
        name: n > 0 ? `${word} (${n})` : `${word} (–)`,
        share: n > 0 ? shares[place] : Number.NaN,
        before: values?.[place] ?? Number.NaN,
        told: `${word}: ${told}`
      };
    });
    const known = found.filter(({ share }) => Number.isFinite(share));
    const isBars = form === 'bars' || found.length < 3;
    return {
      data: isBars ? bars(found, step) : polygons(found, step),
      note: known.length === 0 ? 'no probe names a skill' : '',
      layout: isBars ? barLayout(found) : radarLayout(found)
    };
  }
});

interface Skill {
  readonly name: string;
  readonly share: number;
  readonly before: number;
  readonly told: string;
}

/** The shares at the base checkpoint; none where it was not analyzed. */
function baseShares(
  all: NamedArrays,
  base: number | null,
  width: number
): { readonly step: number | null; readonly values: Series | null } {
  const { epochs, rows } = epochTable(all, analyzer);
  const shares = rowsOf(rows('accuracy'));
  const at = base === null ? 0 : Array.from(epochs).indexOf(base);
  const values = shares[at];
  return values?.length === width ? { step: epochs[at], values } : { step: null, values: null };
}

function corner(i: number, of: number, radius: number): readonly [number, number] {
  const angle = Math.PI / 2 - (2 * Math.PI * i) / of;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

function polygons(skills: readonly Skill[], step: number | null): readonly Trace[] {
  const n = skills.length;
  const around = Array.from({ length: n + 1 }, (_, i) => i % n);
  const polygon = (
    value: (skill: Skill) => number,
    name: string,
    color: string,
    more: Partial<ScatterTrace>
  ): ScatterTrace => {
    const points = around.map((i) => corner(i, n, value(skills[i])));
    return {
      type: 'scatter',
      name,
      mode: 'lines+markers',
      x: points.map(([x]) => x),
      y: points.map(([, y]) => y),
      line: { color, width: 2 },
      marker: { color, size: 6 },
      customdata: around.map((i) => skills[i].told),
      hovertemplate: '%{customdata}<extra></extra>',
      ...more
    };
  };
  const isWhole = skills.every(({ share }) => Number.isFinite(share));
  return [
    ...rings.map((radius): ScatterTrace => {
      const points = around.map((i) => corner(i, n, radius));
      return {
        type: 'scatter',
        mode: 'lines',
        x: points.map(([x]) => x),
        y: points.map(([, y]) => y),
        line: { color: ink.grid, width: 1 },
        hovertemplate: `${radius} right<extra></extra>`,
        showlegend: false
      };
    }),
    ...(step === null
      ? []
      : [
          polygon(({ before }) => before, `step ${step}`, ink.muted, {
            line: { color: ink.muted, width: 1, dash: 'dot' }
          })
        ]),
    polygon(({ share }) => share, 'this checkpoint', okabeIto.blue, {
      ...(isWhole && { fill: 'toself', fillcolor: 'rgba(0,114,178,0.18)' })
    })
  ];
}

function radarLayout(skills: readonly Skill[]): Layout {
  const n = skills.length;
  const hidden = {
    showgrid: false,
    zeroline: false,
    showticklabels: false,
    showline: false,
    tickvals: []
  } as const;
  return {
    xaxis: { ...axis(''), ...hidden, range: [-1.5, 1.5], constrain: 'domain' },
    yaxis: { ...axis(''), ...hidden, range: [-1.2, 1.2], scaleanchor: 'x' },
    annotations: [
      ...skills.map(({ name }, i) => {
        const [x, y] = corner(i, n, 1.08);
        return {
          text: name,
          x,
          y,
          xref: 'x' as const,
          yref: 'y' as const,
          showarrow: false as const,
          xanchor:
            x > 0.1 ? ('left' as const) : x < -0.1 ? ('right' as const) : ('center' as const),
          yanchor: y > 0 ? ('bottom' as const) : ('top' as const)
        };
      }),
      ...rings.map((radius) => ({
        text: String(radius),
        x: 0,
        y: radius,
        xref: 'x' as const,
        yref: 'y' as const,
        showarrow: false as const,
        xanchor: 'left' as const,
        yanchor: 'bottom' as const,
        font: { color: ink.muted }
      }))
    ]
  };
}

function bars(skills: readonly Skill[], step: number | null): readonly Trace[] {
  const places = skills.map((_, i) => i);
  return [
    {
      type: 'bar',
      name: 'this checkpoint',
      x: places,
      y: skills.map(({ share }) => share),
      marker: { color: okabeIto.blue },
      customdata: skills.map(({ told }) => told),
      hovertemplate: '%{customdata}<extra></extra>'
    },
    ...(step === null
      ? []
      : [
          {
            type: 'scatter' as const,
            name: `step ${step}`,
            mode: 'markers' as const,
            x: places,
            y: skills.map(({ before }) => before),
            marker: { color: ink.text, symbol: 'line-ew-open', size: 14, line: { width: 2 } },
            hovertemplate: `step ${step}: %{y:.2f}<extra></extra>`
          }
        ])
  ];
}

function barLayout(skills: readonly Skill[]): Layout {
  return {
    xaxis: axis('', {
      tickvals: skills.map((_, i) => i),
      ticktext: skills.map(({ name }) => name)
    }),
    yaxis: axis('right', { range: [0, 1.02] })
  };
}
