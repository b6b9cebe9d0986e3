import { sameShape } from './broadcast.ts';
import { type Lazy, reachable } from './lazy.ts';
import { add } from './ops/binary.ts';
import { constant } from './ops/constant.ts';

/**
 * Returns the gradient of a scalar by each of `wrt` (any nodes of its graph, not only inputs), each
 * of that node's shape and kind, by reverse-mode differentiation; zeros where the scalar does not
 * depend on it. Throws RangeError unless `loss` is a scalar, TypeError where the path crosses an op
 * without a gradient.
 */
export function gradients(loss: Lazy, wrt: readonly Lazy[]): Lazy[] {
  if (!sameShape(loss.shape, [])) throw new RangeError(`not a scalar: loss of [${loss.shape}]`);
  const order = reachable([loss]);
  const depends = new Set<Lazy>(wrt);
  for (const node of order) if (node.inputs.some((input) => depends.has(input))) depends.add(node);
  const received = new Map<Lazy, Lazy>([[loss, constant(1, [], loss.type)]]);
  for (const node of order.toReversed()) {
    const g = received.get(node);
    if (g === undefined || !node.inputs.some((input) => depends.has(input))) continue;
    if (node.op.gradient === undefined) throw new TypeError(`no gradient: ${node.op.id}`);
    const shares = node.op.gradient(node, g);
    node.inputs.forEach((input, index) => {
      const share = shares[index];
      if (share === null || share === undefined || !depends.has(input)) return;
      const sofar = received.get(input);
      received.set(input, sofar === undefined ? share : add(sofar, share));
    });
  }
  return wrt.map((node) => received.get(node) ?? constant(0, node.shape, node.type));
}
