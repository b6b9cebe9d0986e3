import { UserError } from '../../src/error/user-error.ts';
import type { Figure } from '../../src/figure/figure.ts';
import type {
  ExplorerWorkbench,
  ExportRequest,
  FigureAsk,
  FigureRequest,
  NeuronRow,
  PanelEntry,
  RunDescription,
  VariantEntry
} from '../../src/workbench/explorer/explorer-workbench.ts';
import type { ViewSpec } from '../../src/workbench/views/view-spec.ts';

/** What a fake workbench is made of. */
export interface FakeOptions {
  readonly epochs?: readonly number[];
  readonly variants?: readonly string[];
  /** Milliseconds until a figure that was not asked before is there; 0 means at once. */
  readonly delay?: number;
  /** The last epoch that is analyzed; default: the last. */
  readonly newest?: number;
  readonly isTraining?: boolean;
  /** Ids of figures whose data is missing at every epoch. */
  readonly missing?: readonly string[];
  readonly groups?: RunDescription['groups'];
  readonly views?: RunDescription['views'];
  /** What makes variants odd, by their names. */
  readonly odd?: Readonly<Record<string, readonly string[]>>;
  /** Seconds until runs end that train, by their names. */
  readonly remaining?: Readonly<Record<string, number | null>>;
  /** What is known of each neuron. */
  readonly neurons?: readonly NeuronRow[];
}

/** A workbench of figures made by formula, which records what it was asked. */
export interface FakeWorkbench extends ExplorerWorkbench {
  readonly asked: string[];
  /** What it was to read ahead. */
  readonly ahead: { readonly figures: readonly FigureAsk[]; readonly epochs: readonly number[] }[];
  readonly exports: {
    readonly id: string;
    readonly request: ExportRequest;
    readonly signal: AbortSignal;
  }[];
  /** Saved views by their names. */
  readonly views: Map<string, ViewSpec>;
  /** Lets the run grow: the watchers are told of the new epochs. */
  grow(epochs: readonly number[]): void;
  /** Finishes the last export. */
  finishExport(path: string): void;
  isClosed: boolean;
}

const panel = (
  id: string,
  title: string,
  kind: PanelEntry['kind'],
  hasNeuron = false
): PanelEntry => ({
  id,
  title,
  about: `what ${title} shows`,
  kind,
  hasNeuron,
  options: []
});

/** Loss over epochs; a trajectory with a distribution; a matrix of the neuron; a view about all epochs whose figure has a switch. */
export const fakeGroups: RunDescription['groups'] = [
  { title: 'Loss', panels: [panel('loss', 'Loss', 'run')] },
  {
    title: 'Coarseness',
    panels: [panel('rise', 'Coarseness', 'run'), panel('bars', 'Distribution', 'epoch')]
  },
  { title: 'Neurons', panels: [panel('map', 'Neuron map', 'epoch', true)] },
  {
    title: 'Weights',
    isCrossEpoch: true,
    panels: [
      {
        ...panel('fall', 'Dimensionality', 'run'),
        options: [
          {
            ...{ name: 'sortedByFinal', about: 'another order', type: 'boolean' },
            ...{ default: false, choices: [] }
          }
        ]
      }
    ]
  }
];

/** Returns figures by formula, so that a test can say what has to be on the screen. */
export function fakeFigure(
  id: string,
  { epoch, neuron, set }: FigureRequest,
  epochs: readonly number[]
): Figure {
  const cursor = {
    type: 'line',
    name: 'cursor',
    xref: 'x',
    yref: 'paper',
    x0: epoch,
    x1: epoch,
    y0: 0,
    y1: 1
  } as const;
  const over = (name: string, value: (e: number) => number): Figure => ({
    data: [{ type: 'scatter', name, x: epochs, y: epochs.map(value), mode: 'lines' }],
    layout: {
      title: { text: id },
      xaxis: { title: { text: 'epoch' } },
      yaxis: { title: { text: name.toLowerCase() } },
      shapes: [cursor]
    }
  });
  const last = epochs.at(-1) ?? 1;
  if (id === 'loss') return over('Train', (e) => 5 * (1 - e / (last + 1)));
  if (id === 'rise') return over('Mean', (e) => e / (last || 1));
  if (id === 'fall')
    return over(set?.sortedByFinal ? 'W_E sorted' : 'W_E', (e) => 100 - (80 * e) / (last || 1));
  if (id === 'bars') {
    const heights = Array.from({ length: 10 }, (_, i) => 1 + ((i * 7 + epoch) % 10));
    return {
      data: [{ type: 'bar', name: 'Count', x: heights.map((_, i) => i), y: heights }],
      layout: {
        title: { text: `bars · Epoch ${epoch} (sum ${heights.reduce((a, b) => a + b, 0)})` },
        yaxis: { range: [0, 12] }
      }
    };
  }
  const z = Array.from({ length: 24 }, (_, a) =>
    Array.from(
      { length: 24 },
      (_, b) => Math.cos(((a + b) * (1 + (neuron % 5)) * Math.PI) / 12) * (1 + epoch / 1000)
    )
  );
  return {
    data: [
      {
        type: 'heatmap',
        name: `Neuron ${neuron}`,
        z,
        colorscale: [
          [0, '#2166ac'],
          [0.5, '#ffffff'],
          [1, '#d95f02']
        ],
        zmin: -2,
        zmax: 2
      }
    ],
    layout: { title: { text: `Neuron ${neuron} · Epoch ${epoch}` } }
  };
}

/** Creates a fake workbench; by default one analyzed variant with epochs 0, 10, … 940. */
export function fakeWorkbench(options: FakeOptions = {}): FakeWorkbench {
  let epochs = options.epochs ?? Array.from({ length: 95 }, (_, i) => i * 10);
  const names = options.variants ?? ['toy_p59_seed1'];
  const cache = new Map<string, Figure>();
  const watchers = new Set<() => void>();
  let finish: ((path: string) => void) | null = null;
  const entry = (name: string): VariantEntry => ({
    name,
    family: 'toy',
    label: name.replace(/^toy_/, '').replaceAll('_', ' '),
    state: 'analyzed',
    turn: 500
  });
  const opened = (name: string, probe: string | null = null): RunDescription => ({
    ...entry(name),
    path: `/results/${name}`,
    epochs,
    newest: options.newest ?? epochs.at(-1) ?? 0,
    groups: options.groups ?? fakeGroups,
    ...(options.views && { views: options.views }),
    sentence: '',
    events: [
      { epoch: 120, label: 'test peak' },
      { epoch: 503, label: 'turn' }
    ],
    turnMargin: 10,
    time: 'epoch',
    probes: null,
    neurons: 48,
    probe,
    isTraining: options.isTraining ?? false,
    epochsPlanned: 950,
    device: 'cpu · 2 threads',
    facts: [['prime', '59']],
    remedy: probe === 'wrap' ? `grokscope analyze ${name} --probe 'wrap'` : null
  });
  const fake: FakeWorkbench = {
    results: '/results',
    asked: [],
    ahead: [],
    exports: [],
    isClosed: false,
    views: new Map(),
    listVariants: async () => names.map(entry),
    async openRun(name, probe) {
      if (!names.includes(name))
        throw new UserError(`unknown variant: ${name}`, 'see: grokscope list variants');
      if (probe === 'a>>b') throw new UserError('invalid condition: a>>b');
      return opened(name, probe);
    },
    figure(variant, id, request) {
      const set = request.set ? ` ${JSON.stringify(request.set)}` : '';
      const key = `${variant} ${id} ${request.epoch} ${request.neuron}${set}`;
      fake.asked.push(key);
      if (options.missing?.includes(id))
        throw new UserError(
          `missing artifact: ${id} at epoch ${request.epoch}`,
          'run: grokscope analyze'
        );
      const kept = cache.get(key);
      if (kept) return kept;
      const figure = fakeFigure(id, request, epochs);
      const keep = (): Figure => {
        cache.set(key, figure);
        return figure;
      };
      if (!options.delay) return keep();
      return new Promise((resolve) => setTimeout(() => resolve(keep()), options.delay));
    },
    epochOf: (_name, _id, { epoch }) => epoch,
    summarize: async (name) => ({
      ...(options.remaining?.[name] !== undefined && {
        training: { remaining: options.remaining[name] }
      }),
      turn: 100 * names.indexOf(name),
      testLoss: 1 / (1 + names.indexOf(name)),
      curve: [1, 0, -1],
      frequencies: [5, 15]
    }),
    oddities: async () => options.odd ?? {},
    neurons: async () => options.neurons ?? [],
    prefetch(_variant, figures, epochs) {
      fake.ahead.push({ figures, epochs });
    },
    exportFigure(_variant, id, request, _onProgress, signal) {
      fake.exports.push({ id, request, signal });
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
    panelOf: (id) => fakeGroups.flatMap(({ panels }) => panels).find((one) => one.id === id)!,
    saveView: async (name, view, isForced) => {
      if (fake.views.has(name) && !isForced) throw new UserError(`view exists: ${name}`);
      fake.views.set(name, view);
      return `/results/views/${name}.json`;
    },
    watch(name, onChange) {
      const tell = (): void => onChange(opened(name));
      watchers.add(tell);
      return { close: () => watchers.delete(tell) };
    },
    grow(next) {
      epochs = next;
      cache.clear();
      for (const tell of watchers) tell();
    },
    finishExport: (path) => finish?.(path),
    async close() {
      fake.isClosed = true;
    }
  };
  return fake;
}
