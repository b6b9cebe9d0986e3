import { type EmittedGraph, emissionGraph, type Target } from './emission.ts';
import { type Lazy, reachable } from './lazy.ts';
import type { Model, ModelNode, ModelValue } from './onnx-model.ts';

/** Returns the name of an output within the model, where inputs may have the same names. */
export function outputValue(name: string): string {
  return `out:${name}`;
}

/** Returns the ONNX model that computes `outputs`; only what they need is in it, each node once. */
export function emit(
  outputs: Readonly<Record<string, Lazy>>,
  float: 'float32' | 'float64',
  target: Target
): Model {
  const graph = emissionGraph(target, float);
  const names = new Map<Lazy, string>();
  for (const node of reachable(Object.values(outputs))) {
    const inputs = node.inputs.map((input) => names.get(input)!);
    names.set(node, node.op.emit(node, inputs, graph));
  }
  const renamed = new Map<string, string>();
  const copies: ModelNode[] = [];
  const results: ModelValue[] = Object.entries(outputs).map(([outside, node]) => {
    const [value, name] = [names.get(node)!, outputValue(outside)];
    if (isComputed(graph, value) && !renamed.has(value)) renamed.set(value, name);
    else copies.push(identity(renamed.get(value) ?? value, name));
    return { name, type: graph.dtype(node.type), shape: node.shape };
  });
  const rename = (name: string) => renamed.get(name) ?? name;
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    output: rename(node.output)
  }));
  const { inputs, initializers } = graph;
  return { nodes: [...nodes, ...copies], inputs, outputs: results, initializers };
}

function isComputed(graph: EmittedGraph, value: string): boolean {
  return graph.nodes.some((node) => node.output === value);
}

function identity(from: string, to: string): ModelNode {
  return { opType: 'Identity', domain: '', inputs: [from], output: to, attributes: {} };
}
