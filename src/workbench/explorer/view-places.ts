import { analysisCommand, type Family, listFamilies } from '../../loader/index.ts';
import { findVisualization } from '../../visualizations/index.ts';
import type { Visualization } from '../../visualizations/visualization.ts';
import { needsOf } from '../../visualizations/visualization.ts';
import { missingData } from '../run/missing-data.ts';
import type { RunData } from '../run/run-data.ts';
import type { PanelGroup, ViewPlace } from './explorer-workbench.ts';

/**
 * Returns the views of all families in a results folder that have the run's subject, in one order
 * that is the same for each variant: those of the family with the most, then what others have
 * besides. Of those that the run lacks it says why. The issue of training jobs adds their view.
 */
export async function viewPlaces(
  run: RunData,
  present: readonly PanelGroup[],
  families: readonly string[]
): Promise<readonly ViewPlace[]> {
  const all = await listFamilies();
  const own = all.find(({ name }) => name === run.variant.family);
  const isAlike = ({ name, subject }: Family) =>
    name === own?.name || (families.includes(name) && subject === (own?.subject ?? 'grid'));
  const groups = all
    .filter(isAlike)
    .sort((a, b) => b.groups.length - a.groups.length)
    .flatMap((family) => family.groups);
  const titles = new Set([...groups, ...present].map(({ title }) => title));
  const shown = new Set(present.map(({ title }) => title));
  return [...titles].map((title) => {
    if (shown.has(title)) return { title, absence: null };
    const ids = groups.find((group) => group.title === title)?.visualizations ?? [];
    const isOwn = own?.groups.some((group) => group.title === title) ?? false;
    return { title, absence: absenceOf(run, title, ids.map(findVisualization), isOwn) };
  });
}

function absenceOf(
  run: RunData,
  title: string,
  figures: readonly Visualization[],
  isOwn: boolean
): string {
  const { variant } = run;
  const hasHeads = Number(variant.config.n_heads ?? 0) > 0;
  if (/attention/i.test(title) && !hasHeads) return 'this model has no attention';
  if (!isOwn) return `${variant.family} has no such view`;
  const [first] = figures;
  if (!first || run.canDraw(first)) return 'its arrays are not stored';
  const { message, hint } = missingData(run, first);
  const isUnanalyzed = needsOf(first).some((need) => 'analyzer' in need);
  return message.startsWith('no data for') && isUnanalyzed
    ? `not analyzed yet · run: ${analysisCommand(variant)}`
    : (hint ?? message);
}
