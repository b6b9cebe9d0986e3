export { default as renderConceptFit } from './concept-fit.ts';
export { default as renderGeometryDrift } from './geometry-drift.ts';
export { default as renderHardExampleBoard } from './hard-example-board.ts';
export { default as renderProbeScatter } from './probe-scatter.ts';
export { default as renderSimilarityMatrix } from './similarity-matrix.ts';
export { default as renderSkillTrajectories } from './skill-trajectories.ts';
