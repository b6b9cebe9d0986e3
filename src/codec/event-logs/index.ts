export { scalarOf } from './scalar-tensor.ts';
export { readTensorBoardEvents, type TensorBoardEvent } from './tensorboard-events.ts';
export { readWandbRecords, type WandbHistory, type WandbRecords } from './wandb-records.ts';
