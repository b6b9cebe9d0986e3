export { type BlockWeights, cachedBlock, languageBlock, languageNorm } from './block.ts';
export { initialLanguageWeights } from './initial.ts';
export { languageLogits } from './logits.ts';
export {
  type LanguageActivation,
  type LanguageModelType,
  type LanguageSettings,
  languageModels,
  languageSettings
} from './settings.ts';
export { type PastPositions, rotaryAngles } from './sight.ts';
export { type LanguageSizes, trainedConfig } from './trained-config.ts';
export {
  blockName,
  blockShapes,
  type LanguageTensor,
  languageTensors,
  type NamedShapes,
  type OuterNames,
  outerNames,
  outerShapes
} from './weights.ts';
