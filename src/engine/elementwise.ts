import { broadcastShape, sameShape } from './broadcast.ts';
import { apply, defineOp, isA, type Kind, type Lazy, type Op } from './lazy.ts';
import broadcastOp from './ops/broadcast-to.ts';
import { constant } from './ops/constant.ts';

/** An operand: a node, or a number that takes the kind of its partner. */
export type Operand = Lazy | number;

/** The attributes of ops that have none. */
export type None = Readonly<Record<string, never>>;

const none: None = {};

interface Declared {
  readonly id: string;
  readonly about: string;
  /** The ONNX operator that computes it. */
  readonly onnx: string;
  /** The kinds it takes; floats by default. */
  readonly takes?: readonly Kind[];
  /** The kind it returns; that of its operands by default. */
  readonly returns?: Kind;
  readonly gradient?: Op<None>['gradient'];
  /** How it is computed where one operator does not do. */
  readonly emit?: Op<None>['emit'];
}

/**
 * Declares an op that applies one ONNX operator to each element of its operands, which numpy's rule
 * broadcasts.
 */
export function elementwise(declared: Declared): Op<None> {
  const { id, about, onnx, takes = ['float', 'double'], returns, gradient } = declared;
  return defineOp<None>({
    id,
    about,
    infer(inputs) {
      const type = sameKind(id, inputs);
      checkKind(id, type, takes);
      const shape = broadcastShape(id, ...inputs.map((input) => input.shape));
      return { shape, type: returns ?? type };
    },
    emit: declared.emit ?? ((_, inputs, graph) => graph.node(onnx, inputs)),
    gradient
  });
}

/**
 * Applies an elementwise op; a number among the operands becomes a constant of the first node's
 * kind, and an operand needs no copies to fit.
 */
export function applyElementwise(op: Op<None>, ...operands: readonly Operand[]): Lazy {
  const kind = operands.find((operand) => typeof operand !== 'number')?.type ?? 'float';
  return apply(op, unbroadcast(operands.map((operand) => lift(operand, kind))), none);
}

/** Returns the operand as a node: a number becomes a constant of that kind. */
export function lift(operand: Operand, kind: Kind): Lazy {
  return typeof operand === 'number' ? constant(operand, [], kind) : operand;
}

/** Returns both operands as nodes of one kind. */
export function liftPair(a: Operand, b: Operand): readonly [Lazy, Lazy] {
  const kind = typeof a !== 'number' ? a.type : typeof b !== 'number' ? b.type : 'float';
  return [lift(a, kind), lift(b, kind)];
}

/**
 * Replaces operands that were broadcast explicitly by what they were made of, where numpy's rule
 * gives the same result.
 */
export function unbroadcast(operands: readonly Lazy[]): readonly Lazy[] {
  return operands.reduce<readonly Lazy[]>((current, operand, index) => {
    if (!isA(operand, broadcastOp)) return current;
    const next = current.with(index, operand.inputs[0]);
    const shape = (nodes: readonly Lazy[]) =>
      broadcastShape(operand.op.id, ...nodes.map((node) => node.shape));
    return sameShape(shape(next), shape(current)) ? next : current;
  }, operands);
}

/** Returns the kind all operands share. Throws TypeError if they differ. */
export function sameKind(op: string, inputs: readonly Lazy[]): Kind {
  const [first, ...others] = inputs.map((input) => input.type);
  const other = others.find((type) => type !== first);
  if (other !== undefined)
    throw new TypeError(`kind mismatch: ${op} of ${first} and ${other}, use cast`);
  return first;
}

/** Throws TypeError unless `type` is one of `takes`. */
export function checkKind(op: string, type: Kind, takes: readonly Kind[]): void {
  if (!takes.includes(type)) throw new TypeError(`invalid kind: ${op} of ${type}`);
}
