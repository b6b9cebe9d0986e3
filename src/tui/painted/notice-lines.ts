import { firstKey } from '../state/keys.ts';
import type { State } from '../state/state.ts';
import { type Segment, seg } from './segments.ts';

/** Returns the lines of the notice; none where panels are shown. */
export function noticeLines(state: State): readonly (readonly Segment[])[] {
  const { variants, variant, opening, results, keys } = state;
  const rescan = `${firstKey(keys, 'view', 'rescan')} reads the folder again`;
  if (variant?.groups.some(({ panels }) => panels.length > 0)) return [];
  if (variant) {
    return [
      [seg(`${variant.label} has nothing to show yet`, 'title')],
      [],
      ...(variant.remedy ? [[seg('run  ', 'dim'), seg(variant.remedy, 'key')], []] : []),
      [seg(`then ${rescan}`, 'dim')]
    ];
  }
  if (variants === null || opening !== null)
    return [[seg(opening ? `opening ${opening} …` : 'reading …', 'dim')]];
  if (variants.length > 0)
    return [
      [seg('no variant is open', 'title')],
      [],
      [seg(`${firstKey(keys, 'view', 'sidebar')} `, 'key'), seg('lists the variants', 'dim')]
    ];
  return [
    [seg('No variants in ', 'title'), seg(results, 'title')],
    [],
    [
      seg('npm run demo                             ', 'key'),
      seg('a small run that groks in seconds', 'dim')
    ],
    [seg('grokscope train modulo_addition_1layer   ', 'key'), seg('train a variant', 'dim')],
    [
      seg('grokscope explore --results DIR          ', 'key'),
      seg('look into another folder', 'dim')
    ],
    [],
    [seg(rescan, 'dim')]
  ];
}
