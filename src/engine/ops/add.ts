import { elementwise } from '../elementwise.ts';

/** Built by `add` of ../sums.ts. */
const op = elementwise({
  id: 'add',
  about: 'Sum of two operands.',
  onnx: 'Add',
  takes: ['float', 'double', 'int'],
  gradient: ({ inputs: [a, b] }, g, { sumTo }) => [sumTo(g, a.shape), sumTo(g, b.shape)]
});
export default op;
