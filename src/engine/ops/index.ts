import type { Op } from '../lazy.ts';
import absOp from './abs.ts';
import addOp from './add.ts';
import addAlongOp from './add-along.ts';
import andOp from './and.ts';
import argmaxOp from './argmax.ts';
import argminOp from './argmin.ts';
import broadcastToOp from './broadcast-to.ts';
import castOp from './cast.ts';
import concatOp from './concat.ts';
import constantOp from './constant.ts';
import cosOp from './cos.ts';
import divOp from './div.ts';
import equalOp from './equal.ts';
import expOp from './exp.ts';
import floorOp from './floor.ts';
import gatherOp from './gather.ts';
import greaterOp from './greater.ts';
import greaterEqualOp from './greater-equal.ts';
import heavisideOp from './heaviside.ts';
import inputOp from './input.ts';
import lessOp from './less.ts';
import lessEqualOp from './less-equal.ts';
import logOp from './log.ts';
import logSoftmaxOp from './log-softmax.ts';
import matmulOp from './matmul.ts';
import maxOp from './max.ts';
import maximumOp from './maximum.ts';
import meanOp from './mean.ts';
import minOp from './min.ts';
import minimumOp from './minimum.ts';
import mulOp from './mul.ts';
import negOp from './neg.ts';
import notOp from './not.ts';
import orOp from './or.ts';
import padOp from './pad.ts';
import powOp from './pow.ts';
import reciprocalOp from './reciprocal.ts';
import reluOp from './relu.ts';
import reshapeOp from './reshape.ts';
import scatterAddOp from './scatter-add.ts';
import sigmoidOp from './sigmoid.ts';
import signOp from './sign.ts';
import sinOp from './sin.ts';
import sliceOp from './slice.ts';
import softmaxOp from './softmax.ts';
import sqrtOp from './sqrt.ts';
import squareOp from './square.ts';
import stopGradientOp from './stop-gradient.ts';
import subOp from './sub.ts';
import sumOp from './sum.ts';
import takeAlongOp from './take-along.ts';
import tanhOp from './tanh.ts';
import transposeOp from './transpose.ts';
import whereOp from './where.ts';

/** Every op of the engine. */
export const ops: readonly Op[] = [
  absOp,
  addAlongOp,
  addOp,
  andOp,
  argmaxOp,
  argminOp,
  broadcastToOp,
  castOp,
  concatOp,
  constantOp,
  cosOp,
  divOp,
  equalOp,
  expOp,
  floorOp,
  gatherOp,
  greaterEqualOp,
  greaterOp,
  heavisideOp,
  inputOp,
  lessEqualOp,
  lessOp,
  logSoftmaxOp,
  logOp,
  matmulOp,
  maxOp,
  maximumOp,
  meanOp,
  minOp,
  minimumOp,
  mulOp,
  negOp,
  notOp,
  orOp,
  padOp,
  powOp,
  reciprocalOp,
  reluOp,
  reshapeOp,
  scatterAddOp,
  sigmoidOp,
  signOp,
  sinOp,
  sliceOp,
  softmaxOp,
  sqrtOp,
  squareOp,
  stopGradientOp,
  subOp,
  sumOp,
  takeAlongOp,
  tanhOp,
  transposeOp,
  whereOp
] as Op[];
