export { type Condition, type ConditionValues, parseCondition } from './parse-condition.ts';
export { type ProbeContext, parseProbe, probeParts } from './parse-probe.ts';
export { partnersOf } from './partner.ts';
