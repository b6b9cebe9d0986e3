import type { HeatmapTrace, Trace } from '../../figure/figure.ts';
import { formatValue, plainLabel } from '../plan/text.ts';

/** What a trace's own hover text says of one point. */
export interface HoverText {
  /** The lines that say where it is: `epoch 9500`, `sin 3`. */
  readonly place: string;
  /** The lines that give more than the bare value: `frequency 14, fraction 0.83`. */
  readonly more: string;
}

const NONE: HoverText = { place: '', more: '' };

/**
 * Returns the hover text of a point (`index`; of a heat map `row` and `column`) from the trace's
 * `hovertemplate`: lines without the value (%{y}, in heat maps %{z}) that name a position are its
 * place; lines that bring `customdata` or `text` say more. Both are '' where the trace has no
 * template.
 */
export function hoverText(trace: Trace, index: number, column = 0): HoverText {
  if (!trace.hovertemplate) return NONE;
  const lines = hoverLines(trace.hovertemplate);
  const place: string[] = [];
  const more: string[] = [];
  for (const line of lines) {
    const names = [...line.matchAll(TOKEN)].map((match) => match[1]);
    const has = (...wanted: string[]) => names.some((name) => wanted.includes(base(name)));
    const shown = plainLabel(filled(line, trace, index, column));
    const own = has('customdata', 'text');
    if (trace.type === 'heatmap' ? has('x', 'y') && !has('z') : !has('y')) place.push(shown);
    else if (own) more.push(shown);
  }
  return { place: place.join(', '), more: more.join(', ') };
}

/** Returns all that the hover text of a point or cell says, in one line; '' without a template. */
export function hoverWords(trace: Trace, index: number, column = 0): string {
  if (!trace.hovertemplate) return '';
  return hoverLines(trace.hovertemplate)
    .map((line) => plainLabel(filled(line, trace, index, column)))
    .join(', ');
}

function hoverLines(template: string): readonly string[] {
  return template.replace(/<extra>.*?<\/extra>/gs, '').split(/<br\s*\/?>/i);
}

const TOKEN = /%\{([^}:]+)(?::([^}]*))?\}/g;

function base(name: string): string {
  return name.replace(/\[.*$/, '');
}

function filled(line: string, trace: Trace, index: number, column: number): string {
  return line.replace(TOKEN, (_, name: string, format: string | undefined) => {
    const value = valueOfToken(trace, name, index, column);
    if (value === undefined || value === null) return '';
    return typeof value === 'number' ? numberText(value, format) : String(value);
  });
}

function valueOfToken(trace: Trace, name: string, index: number, column: number): unknown {
  const key = base(name);
  const found =
    trace.type === 'heatmap' ? cellToken(trace, key, index, column) : pointToken(trace, key, index);
  const part = /\[(\d+)\]/.exec(name)?.[1];
  return part === undefined ? found : (found as ArrayLike<unknown> | undefined)?.[Number(part)];
}

function pointToken(trace: Exclude<Trace, HeatmapTrace>, key: string, index: number): unknown {
  if (key === 'x' || key === 'y' || key === 'text' || key === 'customdata') {
    const list: ArrayLike<unknown> | undefined = trace[key];
    return list?.[index];
  }
  return undefined;
}

function cellToken(trace: HeatmapTrace, key: string, row: number, column: number): unknown {
  if (key === 'x') return trace.x?.[column] ?? column;
  if (key === 'y') return trace.y?.[row] ?? row;
  if (key === 'z') return trace.z[row]?.[column];
  if (key === 'text') return trace.text?.[row]?.[column];
  if (key !== 'customdata') return undefined;
  return (trace.customdata?.[row] as ArrayLike<unknown> | undefined)?.[column];
}

/** The part of d3-format that hover texts use: `.6~g`, `.3f`, `.1%`, `d`. */
function numberText(value: number, format = ''): string {
  const [, precision, type] = /^(?:\.(\d+))?~?([a-z%]?)$/.exec(format) ?? [];
  const digits = precision === undefined ? undefined : Number(precision);
  if (type === '%') return `${(value * 100).toFixed(digits ?? 0)}%`;
  if (type === 'f') return value.toFixed(digits ?? 6);
  if (type === 'd') return String(Math.round(value));
  return formatValue(value, digits ?? 7);
}
