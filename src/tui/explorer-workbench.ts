export type * from '../workbench/explorer-workbench.ts';
