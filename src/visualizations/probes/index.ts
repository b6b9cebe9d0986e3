export { default as renderHardExampleBoard } from './hard-example-board.ts';
export { default as renderSkillTrajectories } from './skill-trajectories.ts';
