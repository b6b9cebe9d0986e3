/** What a model reads: row i has the token `tokens[k][i]` at position k. */
export interface Inputs {
  readonly tokens: readonly Int32Array[];
}

/** Inputs with the right answer of each. */
export interface Examples extends Inputs {
  /** The answer to row i, 0 … answers−1; −1 where the row has none (a / 0). */
  readonly labels: Int32Array;
}

/** Returns every sequence of that many tokens, 0 … tokens−1 at each position, in counting order. */
export function allInputs(length: number, tokens: number): Inputs {
  const count = tokens ** length;
  return {
    tokens: Array.from({ length }, (_, position) => {
      const step = tokens ** (length - 1 - position);
      return Int32Array.from({ length: count }, (_, row) => Math.floor(row / step) % tokens);
    })
  };
}

/** Returns all pairs of the numbers 0 … inputs−1; row i is (⌊i / inputs⌋, i mod inputs). */
export function pairGrid(inputs: number): Inputs {
  return allInputs(2, inputs);
}

/** Returns the given rows of some examples. */
export function selectRows({ tokens, labels }: Examples, rows: Int32Array): Examples {
  const chosen = (column: Int32Array) => Int32Array.from(rows, (row) => column[row]);
  return { tokens: tokens.map(chosen), labels: chosen(labels) };
}
