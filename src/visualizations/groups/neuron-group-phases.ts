import { binEdges, histogram } from '../../array/statistics/histogram.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { okabeIto } from '../../figure/colors.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { acrossOf, epochOf, visualization } from '../visualization.ts';
import { groupPoints } from './group-points.ts';
import { rose, roseAxes } from './rose.ts';
import {
  chosenGroup,
  groupFrequencyOption,
  membersOf,
  type StoredGroup,
  storedGroups
} from './stored-groups.ts';

const groupsOf = 'neuron_group_pca';
const analyzer = 'neuron_fourier';
const sources = {
  input: { about: 'phase read', key: 'phi_mk', color: okabeIto.blue },
  output: { about: 'phase written', key: 'psi_mk', color: okabeIto.green },
  plane: { about: 'angle in the PC plane', key: null, color: okabeIto.vermillion }
} as const;

/**
 * Polar histogram of the phases of a group's neurons at its frequency, or of their angles in the
 * plane of the group. Takes `{groups, fourier}`: neuron_group_pca, and the phases phi_mk and
 * psi_mk of one epoch.
 */
export default visualization({
  id: 'neuron_group_phases',
  title: 'Phases of a group',
  about: 'Do the neurons of a frequency cover all phases, or prefer some?',
  kind: 'epoch',
  needs: { groups: acrossOf(groupsOf), fourier: epochOf(analyzer) },
  options: {
    frequency: groupFrequencyOption,
    of: {
      type: 'choice',
      choices: ['input', 'output', 'plane'],
      default: 'input',
      about:
        'Phase of what the neurons read or write by their weights, or angle in the group’s plane of PC1 and PC2.'
    },
    bins: {
      type: 'number',
      default: 24,
      min: 4,
      max: 120,
      integer: true,
      about: 'Number of equal sectors of the circle.'
    }
  },
  presets: { 'neuron_group.polar_histogram': { of: 'plane', bins: 16 } },
  figure({ groups, fourier }, { epoch, frequency, of, bins }) {
    const group = chosenGroup(storedGroups(groups, null, groupsOf), frequency);
    const { about, key, color } = sources[of];
    const members = membersOf(groups, group, groupsOf);
    const degrees =
      key === null ? anglesOf(groups, epoch, members) : phasesOf(fourier, key, group, members);
    const counts = histogram(degrees, binEdges(-180, 180, bins));
    const note = `${members.length} neurons of any share, resultant ${resultant(degrees).toFixed(2)}`;
    return {
      data: rose(counts, color),
      heading: `Neurons of k ${group.frequency} by ${about}`,
      note,
      layout: roseAxes(counts)
    };
  }
});

/** Phases in degrees, -180 to 180, of the neurons at the group's frequency. */
function phasesOf(
  fourier: NamedArrays,
  key: string,
  { frequency }: StoredGroup,
  members: readonly number[]
): Float64Array {
  const { data, shape } = arrayOf(fourier, key, 2, analyzer); // [neuron, frequency]
  return Float64Array.from(
    members,
    (neuron) => ((data[neuron * (shape[1] ?? 0) + frequency - 1] ?? Number.NaN) * 180) / Math.PI
  );
}

function anglesOf(groups: NamedArrays, epoch: number | null, members: readonly number[]) {
  const at = groupPoints(groups, epoch);
  return Float64Array.from(
    members,
    (neuron) => (Math.atan2(at(neuron, 1), at(neuron, 0)) * 180) / Math.PI
  );
}

/**
 * Length of the mean of the unit vectors: 1 for equal angles, near 0 for evenly spread ones;
 * degrees in.
 */
function resultant(degrees: Float64Array): number {
  const known = degrees.filter(Number.isFinite).map((angle) => (angle * Math.PI) / 180);
  const [x, y] = [Math.cos, Math.sin].map((side) =>
    known.reduce((sum, angle) => sum + side(angle), 0)
  ) as [number, number];
  return Math.hypot(x, y) / Math.max(1, known.length);
}
