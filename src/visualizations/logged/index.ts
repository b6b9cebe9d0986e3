export { default as renderLoggedExamples } from './logged-examples.ts';
export { default as renderLoggedLosses } from './logged-losses.ts';
export { default as renderLoggedMap } from './logged-map.ts';
export { default as renderLoggedScalars } from './logged-scalars.ts';
