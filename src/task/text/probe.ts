/** One prompt with the answer that is expected to it. */
export interface TextProbe {
  readonly id: string;
  readonly prompt: string;
  /** Null where none is known: what needs one leaves the probe out. */
  readonly expected: string | null;
  /** '' where it has none. */
  readonly category: string;
  readonly difficulty: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Key of the metadata that tells hard examples from the probe set itself. */
const HARD = 'hard_example';

/** Tells whether a probe is one of the hard examples, which are followed one by one. */
export function isHardExample({ metadata }: TextProbe): boolean {
  return metadata[HARD] === true;
}

/** Returns a probe as a hard example. */
export function asHardExample(probe: TextProbe): TextProbe {
  return { ...probe, metadata: { ...probe.metadata, [HARD]: true } };
}
