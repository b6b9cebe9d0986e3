/** Returns the sum of f(value) over the values (of the values themselves without f); 0 for none. */
export function sumOf(values: ArrayLike<number>, f: (value: number) => number = (v) => v): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += f(values[i]);
  return total;
}
