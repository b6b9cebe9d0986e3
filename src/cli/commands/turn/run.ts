import { UserError, usageError } from '../../../error/user-error.ts';
import { hasLosses, type Variant } from '../../../loader/index.ts';
import { formatTable } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { marginAbout, turnTitle } from '../../../turn/index.ts';
import { type VariantTurn, variantTurn } from '../../../workbench/turn/variant-turn.ts';
import { pickVariants } from '../../arguments/pick-variants.ts';
import { print, printJson, remark } from '../../output/output.ts';

/** What `grokscope turn` was asked. */
export interface TurnRequest {
  readonly results?: string;
  readonly json: boolean;
  readonly variants?: readonly string[];
  readonly resamples: number;
  readonly seed: number;
}

/**
 * Prints when each variant turns as text or JSON. Variants without losses are told on stderr,
 * unless they were named.
 */
export async function printTurns({ resamples, seed, ...request }: TurnRequest): Promise<void> {
  if (!Number.isInteger(resamples) || resamples < 0 || resamples > 10_000)
    throw usageError(`invalid resamples: ${resamples}`, 'expected a whole number from 0 to 10000');
  if (!Number.isSafeInteger(seed))
    throw usageError(`invalid seed: ${seed}`, 'expected a whole number');
  const names = request.variants ?? [];
  const { usable, problems } = await pickVariants(request.results, names);
  const isAll = names.length === 0 || names.includes('all');
  const chosen = isAll ? usable.filter(hasLosses) : usable;
  const reports: VariantTurn[] = [];
  for (const variant of chosen) {
    try {
      reports.push(await variantTurn(variant, { resamples, seed }));
    } catch (error) {
      if (!isAll || !(error instanceof UserError)) throw error;
      remark(`${printable(variant.name)}: ${error.message}`);
    }
  }
  if (request.json) printJson(reports);
  else print(reports.map(textOf).join('\n\n') || 'no variants with losses');
  for (const { variant, problem } of problems) remark(`${variant}: ${problem}`);
  for (const variant of usable.filter((one) => !chosen.includes(one))) remark(noLosses(variant));
}

function noLosses({ name, language, log }: Variant): string {
  const isElsewhere = language !== undefined || log !== undefined;
  return `${printable(name)}: no losses over epochs${isElsewhere ? '' : '; train it first'}`;
}

function textOf(report: VariantTurn): string {
  const { variant, turn, margin, confidence, reason, agreement, epochs, spikes } = report;
  const sure = confidence === null ? '' : `, confidence ${confidence.toFixed(2)}`;
  const verdict =
    turn === null
      ? `no turn in ${epochs} epochs: ${reason ?? 'no drop of 80 % after the peak'}`
      : `${turnTitle} ${turn} ±${margin} (${marginAbout})${sure}, ${agreement.found} of ${agreement.of} detectors (${agreement.first} … ${agreement.last})`;
  const tops = spikes
    .slice(0, 8)
    .map(({ epoch, factor }) => `${epoch} (×${factor.toPrecision(2)})`);
  return [
    `${printable(variant)}: ${verdict}`,
    ...(turn === null ? [] : ['', detectorTable(report)]),
    ...(report.structure.length > 0 ? ['', structureTable(report)] : []),
    '',
    phases(report),
    `spikes of the training loss: ${spikes.length === 0 ? 'none' : tops.join(', ')}${spikes.length > 8 ? `, ${spikes.length - 8} more` : ''}`
  ].join('\n');
}

function detectorTable({ detectors }: VariantTurn): string {
  const rows = detectors.map(({ id, epoch, interval, confidence, about }) => [
    id,
    epoch === null ? 'none' : String(epoch),
    interval === null ? '–' : interval.join(' … '),
    confidence === null ? '–' : confidence.toFixed(2),
    about
  ]);
  return formatTable(['detector', 'epoch', 'interval', 'confidence', 'rule'], rows);
}

/** Leads in words: a sign alone is easily read the wrong way round. */
function structureTable({ structure }: VariantTurn): string {
  const rows = structure.map(({ id, epoch, interval, lead, confidence, about }) => [
    id,
    String(epoch),
    interval.join(' … '),
    confidence.toFixed(2),
    lead === null
      ? '–'
      : lead === 0
        ? 'with it'
        : `${Math.abs(lead)} ${lead > 0 ? 'before' : 'after'}`,
    about
  ]);
  const header = ['at checkpoints', 'epoch', 'between', 'confidence', 'turn', 'mark'];
  return formatTable(header, rows);
}

function phases({ windows }: VariantTurn): string {
  const named = [
    ['memorization', windows.memorization],
    ['plateau', windows.plateau],
    ['second descent', windows.secondDescent]
  ] as const;
  return named
    .map(([name, window]) => `${name} ${window ? `${window.start} … ${window.end}` : 'none'}`)
    .join(' · ');
}
