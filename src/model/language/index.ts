export { type BlockWeights, languageBlock, languageNorm } from './block.ts';
export {
  type LanguageActivation,
  type LanguageModelType,
  type LanguageSettings,
  languageModels,
  languageSettings
} from './settings.ts';
export {
  blockName,
  blockShapes,
  type NamedShapes,
  type OuterNames,
  outerNames,
  outerShapes
} from './weights.ts';
