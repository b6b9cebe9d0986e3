// The functions that build nodes: what the engine exports.

export { addAlong } from './add-along.ts';
export { add, div, maximum, minimum, mul, pow, sub } from './binary.ts';
export { broadcastTo } from './broadcast-to.ts';
export { cast } from './cast.ts';
export * from './compare.ts';
export { concat } from './concat.ts';
export { constant, integers } from './constant.ts';
export { erf } from './erf.ts';
export { gather } from './gather.ts';
export { heaviside } from './heaviside.ts';
export { input } from './input.ts';
export { logSoftmax } from './log-softmax.ts';
export { matmul } from './matmul.ts';
export { pad } from './pad.ts';
export * from './reduce.ts';
export { reshape } from './reshape.ts';
export { rmsNorm } from './rms-norm.ts';
export { scatterAdd } from './scatter-add.ts';
export { silu } from './silu.ts';
export { slice } from './slice.ts';
export { softmax } from './softmax.ts';
export { square } from './square.ts';
export { stopGradient } from './stop-gradient.ts';
export { takeAlong } from './take-along.ts';
export { swapLast, transpose } from './transpose.ts';
export {
  abs,
  cos,
  exp,
  floor,
  log,
  neg,
  not,
  reciprocal,
  relu,
  sigmoid,
  sign,
  sin,
  sqrt,
  tanh
} from './unary.ts';
export { where } from './where.ts';
