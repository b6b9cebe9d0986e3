import { createHash } from 'node:crypto';
import type { EmissionGraph } from './emission.ts';

/**
 * What a node holds: 'float' takes the dtype its graph is compiled with, 'double' is always float64
 * (float32 on WebGPU, which has no doubles), 'int' is int64, 'bool' a truth value.
 */
export type Kind = 'float' | 'double' | 'int' | 'bool';

/** The static result of an op: its dimensions ([] for a scalar) and its kind. */
export interface Result {
  readonly shape: readonly number[];
  readonly type: Kind;
}

/**
 * One operation: its shape rule, its ONNX emission and its gradient. Everything op-specific lives
 * in its one file.
 */
export interface Op<A = unknown> {
  /** The name in error messages and in the list. */
  readonly id: string;
  /** One sentence: what it computes. */
  readonly about: string;
  /** The shape rule. Throws RangeError on operands that do not fit. */
  infer(inputs: readonly Lazy[], attributes: A): Result;
  /**
   * Adds the ONNX nodes of `node` to the graph and returns the name of its value; `inputs` are its
   * operands' names.
   */
  emit(node: Lazy<A>, inputs: readonly string[], graph: EmissionGraph): string;
  /**
   * The gradient of the loss by each input, given its gradient `g` by the node (same shape), as
   * graph nodes; null where none flows. Absent for ops without a gradient.
   */
  gradient?(node: Lazy<A>, g: Lazy): readonly (Lazy | null)[];
  /** What tells two sets of attributes apart; JSON by default. */
  key?(attributes: A): string;
}

/**
 * An immutable node of a tensor graph: nothing is computed until it is compiled. Equal nodes are
 * the same object.
 */
export interface Lazy<A = unknown> extends Result {
  /** Unique in this process, larger than those of its inputs. */
  readonly id: number;
  readonly op: Op<A>;
  readonly inputs: readonly Lazy[];
  readonly attributes: A;
}

const defined: Op[] = [];

/** Adds an op to the engine's list and returns it. */
export function defineOp<A>(op: Op<A>): Op<A> {
  defined.push(op as Op);
  return op;
}

/** Returns every op of the engine, by id. */
export function listOps(): readonly Op[] {
  return defined.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const interned = new Map<string, WeakRef<Lazy>>();
const forget = new FinalizationRegistry<string>((key) => {
  if (interned.get(key)?.deref() === undefined) interned.delete(key);
});
let nextId = 1;

/**
 * Returns the node that applies `op` to `inputs`: the existing one where an equal one lives. Throws
 * what `op.infer` throws.
 */
export function apply<A>(op: Op<A>, inputs: readonly Lazy[], attributes: A): Lazy<A> {
  const detail = op.key?.(attributes) ?? JSON.stringify(attributes);
  const key = `${op.id}(${inputs.map((input) => input.id)})${detail}`;
  const existing = interned.get(key)?.deref();
  if (existing !== undefined) return existing as Lazy<A>;
  const { shape, type } = op.infer(inputs, attributes);
  const node: Lazy<A> = { id: nextId++, op, inputs, attributes, shape, type };
  interned.set(key, new WeakRef<Lazy>(node));
  forget.register(node, key);
  return node;
}

/** Returns true if `node` applies `op`; narrows its attributes. */
export function isA<A>(node: Lazy, op: Op<A>): node is Lazy<A> {
  return node.op === op;
}

/** Returns a short fingerprint of the bytes of an array. */
export function digest(values: ArrayBufferView): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash('sha1').update(bytes).digest('base64');
}

/** Returns every node that `roots` need, each once, inputs first. */
export function reachable(roots: readonly Lazy[]): Lazy[] {
  const found = new Set<Lazy>();
  const open = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    open.push(...node.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
