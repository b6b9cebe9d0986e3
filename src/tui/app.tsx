import { Box, Text } from 'ink';
import { printable } from '../error/printable.ts';
import { headerText } from './header-text.ts';
import { layerRect } from './layer-rect.ts';
import type { Layout } from './layout.ts';
import { BottomLine } from './panels/bottom-line.tsx';
import { Frame } from './panels/frame.tsx';
import { ExportMenu, TextLayer } from './panels/layers.tsx';
import { Notice, noticeLines, TooSmall } from './panels/notice.tsx';
import { SidebarPanel } from './panels/sidebar.tsx';
import { lineText, seg, widthOf } from './segments.ts';
import { focusedPanel, type State } from './state.ts';

interface Props {
  readonly state: State;
  readonly layout: Layout;
}

/** Everything of the explorer that Ink draws: header, borders, lists, layers, the last line. Plots and numbers are painted. */
export function App({ state, layout }: Props) {
  const { columns, rows } = state.size;
  if (!layout.isLargeEnough) return <TooSmall state={state} />;
  const covering = layerRect(state, layout.body);
  const isCovered = covering !== null && state.layer?.kind !== 'export';
  return (
    <Box width={columns} height={rows} overflow="hidden">
      <Header state={state} />
      {isCovered ? (
        <TextLayer state={state} rect={covering} />
      ) : (
        <Body state={state} layout={layout} />
      )}
      {covering && !isCovered ? <ExportMenu state={state} rect={covering} /> : null}
      <BottomLine state={state} layout={layout} />
    </Box>
  );
}

function Header({ state }: { readonly state: State }) {
  const { left, right } = headerText(state);
  const gap = ' '.repeat(Math.max(0, state.size.columns - widthOf(left) - widthOf(right)));
  return (
    <Box
      position="absolute"
      left={0}
      top={0}
      width={state.size.columns}
      height={1}
      overflow="hidden"
    >
      <Text wrap="truncate">{lineText([...left, seg(gap), ...right], state.look)}</Text>
    </Box>
  );
}

function Body({ state, layout }: Props) {
  const focus = state.sidebar.focused ? null : focusedPanel(state)?.id;
  return (
    <>
      {layout.sidebar ? <SidebarPanel state={state} rect={layout.sidebar} /> : null}
      {noticeLines(state).length > 0 ? <Notice state={state} rect={layout.body} /> : null}
      {layout.panels.map(({ panel, rect }) => (
        <Frame
          key={panel.id}
          rect={rect}
          title={printable(panel.title)}
          hasFocus={panel.id === focus}
          hasPaintedFooter
          look={state.look}
        />
      ))}
    </>
  );
}
