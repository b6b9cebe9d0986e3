import type protobuf from 'protobufjs/light.js';

/** The ONNX element types that graphs use. */
export type OnnxType = 'float32' | 'float64' | 'int64' | 'bool';

/**
 * An attribute of an ONNX node: an integer, a list of integers, a text, or a float as `{float}`.
 */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** One ONNX node with one output; domain '' is ONNX itself. */
export interface ModelNode {
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A typed graph input or output. */
export interface ModelValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
}

/** A constant tensor: little-endian raw bytes, row-major. */
export interface ModelInitializer extends ModelValue {
  readonly data: Uint8Array;
}

/** Everything an ONNX model file says about one graph. */
export interface Model {
  readonly nodes: readonly ModelNode[];
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
  readonly initializers: readonly ModelInitializer[];
}

const opset = 18;
/** The numbers ONNX gives to element types. */
export const elementType: Readonly<Record<OnnxType, number>> = {
  float32: 1,
  int64: 7,
  bool: 9,
  float64: 11
};

type Field = readonly [type: string, id: number, rule?: 'repeated'];

/** The part of onnx.proto3 that is written here: field types and numbers. */
const schema: Record<string, Record<string, Field>> = {
  ModelProto: {
    irVersion: ['int64', 1],
    opsetImport: ['OperatorSetId', 8, 'repeated'],
    producerName: ['string', 2],
    graph: ['Graph', 7]
  },
  OperatorSetId: { domain: ['string', 1], version: ['int64', 2] },
  Graph: {
    node: ['Node', 1, 'repeated'],
    name: ['string', 2],
    initializer: ['Tensor', 5, 'repeated'],
    input: ['ValueInfo', 11, 'repeated'],
    output: ['ValueInfo', 12, 'repeated']
  },
  Node: {
    input: ['string', 1, 'repeated'],
    output: ['string', 2, 'repeated'],
    name: ['string', 3],
    opType: ['string', 4],
    attribute: ['Attribute', 5, 'repeated'],
    domain: ['string', 7]
  },
  Attribute: {
    name: ['string', 1],
    f: ['float', 2],
    i: ['int64', 3],
    s: ['bytes', 4],
    ints: ['int64', 8, 'repeated'],
    type: ['int32', 20]
  },
  Tensor: {
    dims: ['int64', 1, 'repeated'],
    dataType: ['int32', 2],
    name: ['string', 8],
    rawData: ['bytes', 9]
  },
  ValueInfo: { name: ['string', 1], type: ['Type', 2] },
  Type: { tensorType: ['TensorType', 1] },
  TensorType: { elemType: ['int32', 1], shape: ['Shape', 2] },
  Shape: { dim: ['Dimension', 1, 'repeated'] },
  Dimension: { dimValue: ['int64', 1] }
};

let modelProto: protobuf.Type | undefined;

/** What only draws needs no encoder. */
async function messageType(): Promise<protobuf.Type> {
  if (modelProto !== undefined) return modelProto;
  const { default: protobuf } = await import('protobufjs/light.js');
  const nested = Object.fromEntries(
    Object.entries(schema).map(([name, fields]) => [
      name,
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([field, [type, id, rule]]) => [field, { type, id, rule }])
        )
      }
    ])
  );
  modelProto = protobuf.Root.fromJSON({ nested } as protobuf.INamespace).lookupType('ModelProto');
  return modelProto;
}

/** Returns the model as the bytes of an ONNX file (ModelProto, opset 18 and com.microsoft 1). */
export async function encodeModel(model: Model): Promise<Uint8Array> {
  const type = await messageType();
  const graph = {
    name: 'grokscope',
    node: model.nodes.map((node) => ({
      input: node.inputs,
      output: [node.output],
      name: node.output,
      opType: node.opType,
      domain: node.domain,
      attribute: Object.entries(node.attributes).map(([name, value]) => attribute(name, value))
    })),
    initializer: model.initializers.map(({ name, type, shape, data }) => ({
      name,
      dims: shape,
      dataType: elementType[type],
      rawData: data
    })),
    input: model.inputs.map(valueInfo),
    output: model.outputs.map(valueInfo)
  };
  const opsetImport = [
    { domain: '', version: opset },
    { domain: 'com.microsoft', version: 1 }
  ];
  const message = { irVersion: 8, producerName: 'grokscope', opsetImport, graph };
  return type.encode(type.create(message)).finish();
}

function attribute(name: string, value: Attribute): Record<string, unknown> {
  if (typeof value === 'number') return { name, i: value, type: 2 };
  if (typeof value === 'string') return { name, s: new TextEncoder().encode(value), type: 3 };
  if ('float' in value) return { name, f: value.float, type: 1 };
  return { name, ints: value, type: 7 };
}

function valueInfo({ name, type, shape }: ModelValue): Record<string, unknown> {
  const dim = shape.map((size) => ({ dimValue: size }));
  return { name, type: { tensorType: { elemType: elementType[type], shape: { dim } } } };
}
