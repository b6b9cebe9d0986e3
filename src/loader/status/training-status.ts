import type { JsonPlace } from '../files/json-place.ts';
import { withoutAskedThinking, withoutThinking } from './thinking.ts';

/** How far a training is, as the plan's program notes it. Null is what it does not say. */
export interface TrainingStatus {
  /** `idle`, `training`, `paused`, `completed`, `crashed`, `error` …, as written. */
  readonly status: string;
  readonly step: number;
  readonly totalSteps: number | null;
  /** Cut to a whole number by the program. */
  readonly epoch: number | null;
  /** Of the newest step, in nats; null once the run has ended, which resets them to 0. */
  readonly loss: number | null;
  readonly learningRate: number | null;
  readonly validationLoss: number | null;
  readonly timestamp: string | null;
  readonly model: string | null;
  /** The file that is trained on. */
  readonly dataFile: string | null;
  /** Examples that were tried since the run began, and how many were right; null for none. */
  readonly evals: number | null;
  readonly correct: number | null;
  readonly losses: readonly TrainingLoss[];
  readonly examples: readonly TrainedExample[];
  /** What else is not null, under its own keys. */
  readonly others: Readonly<Record<string, unknown>>;
}

/** Loss and learning rate at a step. */
export interface TrainingLoss {
  readonly step: number;
  readonly loss: number | null;
  readonly learningRate: number | null;
}

/** An example with the model's answer to it, without the emoji that the program puts in. */
export interface TrainedExample {
  readonly step: number;
  readonly dataFile: string | null;
  readonly prompt: string | null;
  readonly expected: string | null;
  readonly answer: string | null;
  readonly isRight: boolean | null;
  readonly loss: number | null;
}

const known: ReadonlySet<string> = new Set([
  'status',
  'current_step',
  'total_steps',
  'epoch',
  'loss',
  'learning_rate',
  'validation_loss',
  'timestamp',
  'model_name',
  'current_file',
  'total_evals',
  'total_correct',
  'train_loss_history',
  'recent_examples',
  // The newest example once more, and what follows from the counts.
  'current_prompt',
  'golden_answer',
  'model_answer',
  'answer_matches',
  'accuracy_percent'
]);

/** Returns the content of training_status.json; null (told) without a status or a step. */
export function trainingStatusOf(place: JsonPlace): TrainingStatus | null {
  const status = place.text('status');
  if (!place.has('status')) place.tell('status', 'is missing');
  const step = place.step('current_step');
  if (status === null || step === null) return null;
  const [loss, learningRate] = [place.number('loss'), place.number('learning_rate')];
  const isReset = loss === 0 && learningRate === 0;
  const evals = place.count('total_evals');
  const correct = place.count('total_correct');
  return {
    status,
    step,
    totalSteps: place.count('total_steps'),
    epoch: place.number('epoch'),
    loss: isReset ? null : loss,
    learningRate: isReset ? null : learningRate,
    validationLoss: place.number('validation_loss'),
    timestamp: place.text('timestamp'),
    model: place.text('model_name'),
    dataFile: place.text('current_file'),
    evals: evals || null,
    correct: evals ? correct : null,
    losses: place.objectsIfAny('train_loss_history').flatMap(lossOf),
    examples: place.objectsIfAny('recent_examples').flatMap(exampleOf),
    others: place.others(known)
  };
}

function lossOf(place: JsonPlace): readonly TrainingLoss[] {
  const step = place.step('step');
  if (step === null) return [];
  return [{ step, loss: place.number('loss'), learningRate: place.number('lr') }];
}

function exampleOf(place: JsonPlace): readonly TrainedExample[] {
  const step = place.step('step');
  if (step === null) return [];
  const cleaned = (key: string, clean: (text: string) => string) => {
    const text = place.text(key);
    return text === null ? null : clean(text);
  };
  return [
    {
      step,
      dataFile: place.text('current_file'),
      prompt: cleaned('prompt', withoutAskedThinking),
      expected: cleaned('golden', withoutThinking),
      answer: cleaned('model_output', withoutThinking),
      isRight: place.flag('matches'),
      loss: place.number('loss')
    }
  ];
}
