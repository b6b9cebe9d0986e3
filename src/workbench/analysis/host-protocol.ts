import type { NamedArrays } from '../../array/tensor.ts';
import type { ExitCode } from '../../error/user-error.ts';
import { UserError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import type { Parameters } from './chosen-analyzers.ts';
import type { HostSteps } from './host-steps.ts';

/** One step that a worker is asked for. */
export type HostJob =
  | {
      readonly kind: 'finish';
      readonly variant: Variant;
      readonly epoch: number;
      /** What the engine measured, by analyzer. */
      readonly measured: Readonly<Record<string, NamedArrays>>;
    }
  | {
      readonly kind: 'summarize' | 'across';
      readonly variant: Variant;
      readonly analyzer: string;
      readonly parameters: Parameters;
    };

/** An analyzer whose artifact could not be made, and why. */
export interface Unmade {
  readonly analyzer: string;
  readonly error: Error;
}

/** A worker's answer to the job of that number. */
export interface HostAnswer {
  readonly id: number;
  readonly failure?: Failure;
  readonly unmade?: readonly { readonly analyzer: string; readonly failure: Failure }[];
}

/** An error as it crosses threads. */
interface Failure {
  readonly message: string;
  readonly stack?: string | undefined;
  readonly hint?: string | undefined;
  /** Present for a UserError. */
  readonly exitCode?: ExitCode;
}

/**
 * Does one job; returns the analyzers whose artifact could not be made. Throws what the steps
 * throw.
 */
export async function perform(steps: HostSteps, job: HostJob): Promise<readonly Unmade[]> {
  const unmade: Unmade[] = [];
  switch (job.kind) {
    case 'finish':
      for (const [analyzer, measured] of Object.entries(job.measured)) {
        const error = await steps.finish(job.variant, analyzer, job.epoch, measured);
        if (error !== null) unmade.push({ analyzer, error });
      }
      break;
    case 'summarize':
      await steps.summarize(job.variant, job.analyzer, job.parameters);
      break;
    case 'across':
      await steps.across(job.variant, job.analyzer, job.parameters);
  }
  return unmade;
}

/** Returns an error as a plain value. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UserError)
    return { message: error.message, hint: error.hint, exitCode: error.exitCode };
  if (error instanceof Error) return { message: error.message, stack: error.stack };
  return { message: String(error) };
}

/** Returns the error that a plain value stands for. */
export function errorOf({ message, stack, hint, exitCode }: Failure): Error {
  if (exitCode !== undefined) return new UserError(message, hint, exitCode);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
