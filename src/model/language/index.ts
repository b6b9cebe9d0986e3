export { type BlockWeights, languageBlock, languageNorm } from './block.ts';
export {
  type DigitSizes,
  digitConfig,
  digitIds,
  digitSettings,
  digitTokenizer,
  digitTokens,
  END,
  initialLanguageWeights,
  languageTensors
} from './digit-model.ts';
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
