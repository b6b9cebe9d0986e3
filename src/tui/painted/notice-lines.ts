import { textWidth } from '../../text/width.ts';
import { firstKey } from '../state/keys.ts';
import type { State } from '../state/state.ts';
import { type Segment, seg } from './segments.ts';

/** What brings variants into a folder, and another folder. */
function commandsFor(results: string): readonly (readonly Segment[])[] {
  const commands = [
    [`grokscope demo --results ${results}`, 'a small run that groks in a minute'],
    [`grokscope train modulo_addition_1layer --results ${results}`, 'train a variant'],
    ['grokscope explore --results DIR', 'look into another folder']
  ] as const;
  const width = Math.max(...commands.map(([command]) => textWidth(command)));
  return commands.map(([command, meaning]) => [
    seg(`${command}${' '.repeat(width - textWidth(command))}  `, 'key'),
    seg(meaning, 'dim')
  ]);
}

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
    ...commandsFor(results),
    [],
    [seg(rescan, 'dim')]
  ];
}
