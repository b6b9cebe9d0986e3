import type { Lazy } from '../../engine/index.ts';
import { layerCount, trainedWeights } from '../../model/index.ts';
import type { CheckpointGraph } from '../analyzer.ts';

/** config.json of a run. */
type Config = Readonly<Record<string, unknown>>;

/**
 * The weight matrices by their short names, in the Python workbench's order: what they are called
 * in transformers (those of blocks are there once per layer) and in MLPs. Each model has some.
 */
export const weightNames = {
  W_E: ['embed.W_E'],
  W_pos: ['pos_embed.W_pos'],
  W_Q: ['block.attn.W_Q'],
  W_K: ['block.attn.W_K'],
  W_V: ['block.attn.W_V'],
  W_O: ['block.attn.W_O'],
  W_in: ['block.mlp.W_in', 'W_in.weight'],
  W_out: ['block.mlp.W_out', 'W_out.weight'],
  W_U: ['unembed.W_U'],
  embed_a: ['embed_a.weight'],
  embed_b: ['embed_b.weight']
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Short name of a weight matrix. */
export type WeightName = keyof typeof weightNames;

/** The short names of all matrices. */
export const matrixNames = Object.keys(weightNames) as readonly WeightName[];

/** Groups of weight matrices that are followed together, as far as a model has them. */
export const weightGroups: Readonly<Record<string, readonly WeightName[]>> = {
  all: matrixNames,
  embedding: ['W_E', 'W_pos', 'W_U', 'embed_a', 'embed_b'],
  attention: ['W_Q', 'W_K', 'W_V', 'W_O'],
  mlp: ['W_in', 'W_out']
};

/**
 * Returns the tensors that a short name stands for in all layers of a run; [] where its model has
 * none. A model that grokscope does not know counts as a plain transformer.
 */
export function tensorsOf(name: WeightName, config: Config): readonly string[] {
  const trained = trainedWeights(config);
  const ofLayers = weightNames[name].flatMap((tensor) =>
    tensor.startsWith('block.')
      ? Array.from({ length: layerCount(config) }, (_, layer) =>
          tensor.replace('block.', `blocks.${layer}.`)
        )
      : [tensor]
  );
  if (trained === null) return ofLayers.filter((tensor) => !tensor.endsWith('.weight'));
  return ofLayers.filter((tensor) => trained.includes(tensor));
}

/** Returns the matrices of a checkpoint in the layer looked at, those that its model has. */
export function matricesOf(graph: CheckpointGraph): readonly (readonly [WeightName, Lazy])[] {
  return matrixNames.flatMap((name) => {
    const tensor = weightNames[name].find((one) =>
      graph.trained.includes(one.replace(/^block\./, 'blocks.0.'))
    );
    return tensor === undefined ? [] : [[name, graph.weight(tensor)] as const];
  });
}
