/** How long trainings go on, from how many epochs they had when they were looked at. */
export interface TrainingPace {
  /**
   * Notes that a run has so many epochs, and returns the seconds until it has as many as are
   * planned; null while its pace is not known.
   */
  remaining(name: string, epochs: number, planned: number | null, now: number): number | null;
}

/** Older looks do not count, in ms: a machine may be busier now. */
const memory = 60_000;
/** A pace needs looks this far apart, in ms. */
const leastApart = 1000;

/** Creates a memory of the looks at trainings. */
export function trainingPace(): TrainingPace {
  const looks = new Map<string, { readonly at: number; readonly epochs: number }[]>();
  return {
    remaining(name, epochs, planned, now) {
      const known = looks.get(name) ?? [];
      // A run that begins anew has fewer.
      const isSame = (known.at(-1)?.epochs ?? 0) <= epochs;
      const recent = isSame ? known.filter(({ at }) => now - at <= memory) : [];
      looks.set(name, [...recent, { at: now, epochs }]);
      const [first] = recent;
      if (!first || planned === null || planned < epochs) return null;
      const gained = epochs - first.epochs;
      if (now - first.at < leastApart || gained <= 0) return null;
      return ((planned - epochs) * (now - first.at)) / 1000 / gained;
    }
  };
}
