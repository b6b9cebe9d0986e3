/** What the circles are of: the row (a, b) is at one of these places on each. */
export const cyclicConcepts = ['a', 'b', 'sum', 'difference'] as const;

/** Model dissimilarities 1 − cos(2πk Δ/p) of all pairs of some rows, each less its mean. */
export interface CyclicModels {
  readonly frequencies: number;
  /** Inner products of the models, concept by concept and frequency by frequency. */
  readonly products: readonly Float64Array[];
  /** Returns their inner products with dissimilarities whose mean is 0, [pair]. */
  goalsOf(distances: Float64Array): Float64Array;
}

const known = new Map<string, CyclicModels>();

/** Returns the models for some rows (a·p + b) of the grid of a modulus; kept in memory. */
export function cyclicModels(prime: number, rows: Int32Array): CyclicModels {
  const key = `${prime} ${rows.length}`;
  const before = known.get(key);
  if (before) return before;
  if (known.size > 3) known.clear();
  const made = build(prime, rows);
  known.set(key, made);
  return made;
}

function build(prime: number, rows: Int32Array): CyclicModels {
  const frequencies = Math.floor(prime / 2);
  const steps = stepsOf(prime, rows);
  const pairs = steps[0].length;
  const cosines = Array.from({ length: frequencies }, (_, k) =>
    Float64Array.from({ length: prime }, (_, d) => Math.cos((2 * Math.PI * (k + 1) * d) / prime))
  );
  const columns = steps.flatMap((step) =>
    cosines.map((cosine) => {
      const column = new Float64Array(pairs);
      let mean = 0;
      for (let i = 0; i < pairs; i++) {
        column[i] = -cosine[step[i]];
        mean += column[i] / pairs;
      }
      for (let i = 0; i < pairs; i++) column[i] -= mean;
      return column;
    })
  );
  const products = columns.map((column, i) => {
    const row = new Float64Array(columns.length);
    for (let j = 0; j <= i; j++) row[j] = dot(column, columns[j]);
    return row;
  });
  for (let i = 0; i < products.length; i++)
    for (let j = i + 1; j < products.length; j++) products[i][j] = products[j][i];
  return {
    frequencies,
    products,
    goalsOf(distances) {
      const found = new Float64Array(steps.length * frequencies);
      for (const [c, step] of steps.entries()) {
        const byStep = new Float64Array(prime);
        for (let i = 0; i < pairs; i++) byStep[step[i]] += distances[i];
        // The mean of a model falls out: the dissimilarities have the mean 0.
        for (let k = 0; k < frequencies; k++) found[c * frequencies + k] = -dot(byStep, cosines[k]);
      }
      return found;
    }
  };
}

/** How far apart two rows are on the circle of each concept, mod p, [concept][pair]. */
function stepsOf(prime: number, rows: Int32Array): readonly Int32Array[] {
  const places = Array.from(rows, (row) => {
    const [a, b] = [Math.floor(row / prime), row % prime];
    return [a, b, (a + b) % prime, (a - b + prime) % prime];
  });
  return cyclicConcepts.map((_, c) => {
    const found: number[] = [];
    for (let i = 0; i < rows.length; i++)
      for (let j = i + 1; j < rows.length; j++)
        found.push((places[i][c] - places[j][c] + prime) % prime);
    return Int32Array.from(found);
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
