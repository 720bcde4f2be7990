// The fields of the form that stand for one place each: where, how it reads, and what it is called.
import type { Place } from './draft-value';
import {
  dollarsField,
  durationField,
  type FieldText,
  labelsField,
  numberField,
  objectField,
  someValuesField,
  wordsField,
} from './field-text';

export type FormField = {
  readonly place: Place;
  readonly field: FieldText;
  readonly label: string;
  readonly hint?: string;
};

export const FIELDS = {
  description: {
    place: ['description'],
    field: wordsField,
    label: 'What it does',
    hint: 'For people: in lists, and where a call of it asks for approval.',
  },
  prompt: { place: ['prompt'], field: wordsField, label: 'Prompt' },
  labels: {
    place: ['labels'],
    field: labelsField,
    label: 'Labels',
    hint: 'One key=value a line; its runs carry them.',
  },
  routedBelow: {
    place: ['routing', 'confidenceBelow'],
    field: numberField,
    label: 'A confidence below',
    hint: 'Of an end, or of a call that is no read. The answer is set aside; nothing of it is carried out.',
  },
  difficultyPath: {
    place: ['routing', 'difficulty', 'path'],
    field: wordsField,
    label: 'What it has at',
    hint: 'A dotted path into the input.',
  },
  difficultyHard: {
    place: ['routing', 'difficulty', 'hard'],
    field: someValuesField,
    label: 'Is one of',
    hint: 'One value a line.',
  },
  inputSchema: {
    place: ['inputSchema'],
    field: objectField,
    label: 'Input schema',
    hint: 'JSON Schema. The form that starts a run is made from it.',
  },
  outputSchema: {
    place: ['outputSchema'],
    field: objectField,
    label: 'Output schema',
    hint: 'Empty: the final answer is not checked.',
  },
  maxCostMicroUsd: { place: ['limits', 'maxCostMicroUsd'], field: dollarsField, label: 'Cost, USD' },
  maxSteps: { place: ['limits', 'maxSteps'], field: numberField, label: 'Steps' },
  maxToolCalls: { place: ['limits', 'maxToolCalls'], field: numberField, label: 'Tool calls' },
  maxTokens: { place: ['limits', 'maxTokens'], field: numberField, label: 'Tokens' },
  deadlineMs: {
    place: ['limits', 'deadlineMs'],
    field: durationField,
    label: 'Time at work',
    hint: 'From when a run is first taken up. Waits for events, pauses and halts do not count.',
  },
  summaryReserveMicroUsd: {
    place: ['summaryReserveMicroUsd'],
    field: dollarsField,
    label: 'Kept for a last summary, USD',
    hint: 'Of the cost. Where cost, tokens or a budget stop a run, its model sums it up with this.',
  },
  failAtBoundAfterMs: {
    place: ['failAtBoundAfterMs'],
    field: durationField,
    label: 'Fails at a limit after',
    hint: '1 s to 90 d. A run that nobody raises fails then, with what it has.',
  },
  concurrency: {
    place: ['concurrency'],
    field: numberField,
    label: 'Runs at once',
    hint: '1 to 1000, in all processes together. Further runs wait their turn, queued.',
  },
  shedAfterMs: {
    place: ['shedAfterMs'],
    field: durationField,
    label: 'Refuse new runs after a wait of',
    hint: '1 s to 1 d. While its oldest due run has waited longer, API starts are refused; forms at twice that.',
  },
  maxCostPerMinuteMicroUsd: {
    place: ['maxCostPerMinuteMicroUsd'],
    field: dollarsField,
    label: 'Pause above, USD a minute',
    hint: 'What all its runs spend within a minute. Beyond it the agent is paused until a person lets it go on.',
  },
  amountAbove: {
    place: ['escalation', 'amountAbove'],
    field: numberField,
    label: 'An amount above',
    hint: 'In the unit of the tool. A call that moves more asks a person.',
  },
  confidenceBelow: {
    place: ['escalation', 'confidenceBelow'],
    field: numberField,
    label: 'A confidence below',
    hint: '0 to 1. Reads are not asked for it.',
  },
  sampleRate: {
    place: ['escalation', 'sampleRate'],
    field: numberField,
    label: 'Looked at anyway, as a share',
    hint: '0 to 1, of calls that nothing stops, reads aside. It rises after a sample that was rejected or edited.',
  },
  quorum: { place: ['escalation', 'quorum'], field: numberField, label: 'People needed' },
  expiresMs: {
    place: ['escalation', 'expiresMs'],
    field: durationField,
    label: 'Time to decide',
    hint: 'What nobody decides in time is asked of those below, and rejected after the last of them.',
  },
  vetoMs: {
    place: ['escalation', 'vetoMs'],
    field: durationField,
    label: 'Runs unless somebody objects within',
    hint: '1 m to 7 d. Only what the policy allows and what can be undone. Empty: a person decides.',
  },
} as const satisfies Readonly<Record<string, FormField>>;

export const LIMITS = [
  FIELDS.maxCostMicroUsd,
  FIELDS.maxSteps,
  FIELDS.maxToolCalls,
  FIELDS.maxTokens,
  FIELDS.deadlineMs,
] as const;
