import { elementwise } from '../elementwise.ts';

/** Built by `sub` of ../sums.ts. */
const op = elementwise({
  id: 'sub',
  about: 'Difference of two operands.',
  onnx: 'Sub',
  takes: ['float', 'double', 'int'],
  gradient: ({ inputs: [a, b] }, g, { neg, sumTo }) => [sumTo(g, a.shape), neg(sumTo(g, b.shape))]
});
export default op;
