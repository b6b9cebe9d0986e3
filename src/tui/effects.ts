export type * from './explorer-workbench.ts';
