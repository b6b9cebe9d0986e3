export { type Detection, detectTurn, type TurnOptions, type TurnReport } from './detect-turn.ts';
export { detectors } from './detectors.ts';
export { firstLasting } from './first-lasting.ts';
export { type Spike, spikes } from './spikes.ts';
export { type Lead, leadOf, type Mark } from './structure.ts';
export { turnEpoch } from './turn-epoch.ts';
export { marginAbout, marginText, turnText, turnTitle } from './turn-text.ts';
export type { Window, Windows } from './windows.ts';
