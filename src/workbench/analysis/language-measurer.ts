import type { NamedArrays } from '../../array/tensor.ts';
import { chooseDevice, type Target } from '../../engine/index.ts';
import type { Variant } from '../../loader/index.ts';
import { LanguagePrograms } from '../language/forward.ts';
import { type OpenCheckpoint, openCheckpoint } from '../language/open-checkpoint.ts';
import type { Measurer, MeasurerOptions } from './measurer.ts';

/** Returns what measures the checkpoints of a language model, layer by layer. */
export function languageMeasurer(
  variant: Variant,
  { device, threads, parameters }: MeasurerOptions
): Measurer<OpenCheckpoint> {
  let target: Target | null = null;
  let programs: LanguagePrograms | undefined;
  return {
    async begin() {
      target = await chooseDevice(device ?? 'auto');
      programs = new LanguagePrograms({ threads, device: target });
    },
    async open({ epoch }) {
      try {
        const checkpoint = await openCheckpoint(variant, epoch, {
          threads,
          device: target!,
          programs
        });
        return { checkpoint };
      } catch (error) {
        return { error };
      }
    },
    async run(analyzers, { checkpoint, close }, signal) {
      const measured: Record<string, NamedArrays> = {};
      const unmeasured = new Map<string, unknown>();
      try {
        for (const analyzer of analyzers) {
          signal?.throwIfAborted();
          try {
            if (analyzer.read)
              measured[analyzer.id] = await analyzer.read(checkpoint, parameters(analyzer));
          } catch (error) {
            unmeasured.set(analyzer.id, error);
          }
        }
      } finally {
        await close();
      }
      const errors = new Set(unmeasured.values());
      // What all of them fail for is about the checkpoint.
      if (errors.size === 1 && unmeasured.size === analyzers.length) throw [...errors][0];
      return { measured, unmeasured };
    },
    drop: ({ close }) => close(),
    device: () => target,
    async close() {
      await programs?.dispose();
    }
  };
}
