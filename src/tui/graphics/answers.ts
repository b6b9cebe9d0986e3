import type { ColorDepth, Marks } from '../../cells/capability.ts';
import type { CellPixels } from '../../render-terminal/index.ts';
import type { Graphics } from '../state/look.ts';
import type { InputEvent } from '../terminal/input.ts';
import { kittyQuestions, kittySays } from './kitty.ts';
import { throughTmux } from './tmux.ts';

/** What `--graphics` can say. */
export const graphicsChoices = ['auto', 'kitty', 'iterm', 'sixel', 'cells'] as const;

/** How plots are to be drawn: as images of a protocol, as cells, or as the terminal answers. */
export type GraphicsChoice = (typeof graphicsChoices)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** Asks for a cell's size in pixels, and for the window's where that is not known. */
const cellQuestion = '\x1b[16t';
const windowQuestion = '\x1b[14t';
/** Asks for the terminal's name and version. */
const versionQuestion = '\x1b[>q';
/** Terminals that show iTerm2's images: nothing else tells. */
const withInlineImages = /^(iTerm2|WezTerm|mintty|rio)\b/i;
/** Terminals that knew placeholders before they could be asked for them. */
const withPlaceholders = /^(kitty|ghostty)\b/i;
/** The device attribute of terminals that show sixels. */
const SIXEL = 4;

/** Finds out from a terminal's answers how images can be shown. */
export interface GraphicsFinder {
  /** What to ask at the start; '' where images are not wanted. */
  readonly questions: string;
  /** What to ask when the size of the screen has changed. */
  readonly sizeQuestions: string;
  /** True where answers come from around tmux, after its own. */
  readonly isThroughTmux: boolean;
  /** Takes answers; returns how images can be shown now where that changed, else undefined. */
  take(
    events: readonly InputEvent[],
    size: { readonly columns: number; readonly rows: number }
  ): Graphics | null | undefined;
}

/**
 * Creates a finder. With `auto` only terminals are asked that show curves and colours; without a
 * known cell size there are no images.
 */
export function graphicsFinder(
  choice: GraphicsChoice,
  env: Environment,
  look: { readonly marks: Marks; readonly colors: ColorDepth }
): GraphicsFinder {
  const isTmux = Boolean(env.TMUX);
  const isFit =
    (look.colors === 'true' || look.colors === '256') &&
    look.marks !== 'ascii' &&
    env.TERM !== 'linux';
  const isWanted = choice !== 'cells' && (choice !== 'auto' || isFit);
  // tmux before 3.5 does not tell the size itself
  const far = isTmux ? throughTmux(cellQuestion) : '';
  const sizeQuestions = `${far}${cellQuestion}${windowQuestion}`;
  const asked = isTmux ? kittyQuestions.map(throughTmux) : kittyQuestions;
  const auto = choice === 'auto' ? [...asked, versionQuestion] : [];
  const known = {
    hasKitty: false,
    hasPlaceholders: false,
    hasSixel: false,
    hasEnded: false,
    version: '',
    cell: null as CellPixels | null,
    /** A cell's size is told, not divided from the window's. */
    isCellTold: false
  };
  let found: Graphics | null = null;

  function learn(event: InputEvent, size: { columns: number; rows: number }): void {
    if (event.type === 'graphics') {
      const said = kittySays(event.image, event.message);
      known.hasKitty ||= said === 'images';
      known.hasPlaceholders ||= said === 'placeholders';
    } else if (event.type === 'version') known.version = event.name;
    else if (event.type === 'cellSize') {
      known.cell = sized(event.width, event.height);
      known.isCellTold = known.cell !== null;
    } else if (event.type === 'windowSize' && !known.isCellTold) {
      const [width, height] = [event.width / size.columns, event.height / size.rows];
      known.cell = sized(Math.floor(width), Math.floor(height));
    } else if (event.type === 'attributes') {
      known.hasSixel ||= event.codes.includes(SIXEL);
      known.hasEnded = true;
    }
  }

  function protocol(): Graphics['protocol'] | null {
    if (choice !== 'auto') return choice === 'cells' ? null : choice;
    const isNamed = !isTmux && withPlaceholders.test(known.version);
    if (known.hasKitty && (known.hasPlaceholders || isNamed)) return 'kitty';
    if (!known.hasEnded) return null;
    if (!isTmux && withInlineImages.test(known.version)) return 'iterm';
    return known.hasSixel ? 'sixel' : null;
  }

  return {
    questions: isWanted ? [sizeQuestions, ...auto].join('') : '',
    sizeQuestions: isWanted ? sizeQuestions : '',
    isThroughTmux: isWanted && isTmux && auto.length > 0,
    take(events, size) {
      if (!isWanted) return undefined;
      const before = found;
      for (const event of events) learn(event, size);
      const chosen = protocol();
      const { cell } = known;
      const isSame =
        before?.protocol === chosen &&
        before?.cell.width === cell?.width &&
        before?.cell.height === cell?.height;
      if (isSame) return undefined;
      found = chosen && cell ? { protocol: chosen, cell, isTmux } : null;
      return found === before ? undefined : found;
    }
  };
}

/** A size that a cell can have. */
function sized(width: number, height: number): CellPixels | null {
  const isPossible = width >= 3 && height >= 6 && width <= 128 && height <= 256;
  return isPossible ? { width, height } : null;
}
