import { Box } from 'ink';
import { layerRect } from '../painted/layer-rect.ts';
import { noticeLines } from '../painted/notice-lines.ts';
import type { Layout } from '../state/layout.ts';
import type { State } from '../state/state.ts';
import { BottomLine } from './bottom-line.tsx';
import { TextLayer } from './layers.tsx';
import { Menu } from './menus.tsx';
import { Notice, TooSmall } from './notice.tsx';
import { SidebarPanel } from './sidebar.tsx';

interface Props {
  readonly state: State;
  readonly layout: Layout;
}

/**
 * Everything of the explorer that Ink draws: lists, layers, notices and the last line. Header and
 * panels are painted.
 */
export function App({ state, layout }: Props) {
  const { columns, rows } = state.size;
  if (!layout.isLargeEnough) return <TooSmall state={state} />;
  const covering = layerRect(state, layout.body);
  const isCovered = state.layer?.kind === 'help' || state.layer?.kind === 'info';
  return (
    <Box width={columns} height={rows} overflow="hidden">
      {isCovered && covering ? (
        <TextLayer state={state} rect={covering} />
      ) : (
        <Body state={state} layout={layout} />
      )}
      {covering && !isCovered ? <Menu state={state} rect={covering} /> : null}
      <BottomLine state={state} layout={layout} />
    </Box>
  );
}

/** Panels are the painter's, borders and all: Ink's time goes by the cells that it is given. */
function Body({ state, layout }: Props) {
  return (
    <>
      {layout.sidebar ? <SidebarPanel state={state} rect={layout.sidebar} /> : null}
      {noticeLines(state).length > 0 ? <Notice state={state} rect={layout.body} /> : null}
    </>
  );
}
