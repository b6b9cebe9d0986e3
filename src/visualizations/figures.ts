export * from './answers/index.ts';
export * from './frequencies/index.ts';
export * from './groups/index.ts';
export * from './heads/index.ts';
export * from './loss/index.ts';
export * from './neurons/index.ts';
export * from './probes/index.ts';
export * from './trajectory/index.ts';
