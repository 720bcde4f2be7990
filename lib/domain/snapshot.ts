// What a snapshot row holds: a run's state in short and the conversation since the snapshot before it; refuses any other shape.
import { z } from 'zod';
import { deferral } from './deferral';
import { jsonValue } from './json';
import { loopWatch } from './loop-watch';
import type { ContextMessage } from './message';
import { countedInput } from './model-hold';
import { routeState } from './model-routing';
import { actor } from './principal';
import { LIMIT_BOUNDS, runLimits } from './run';
import type { RunState } from './run-state';
import { runMarks, suspicion } from './screening';
import { SNAPSHOT_VERSION } from './snapshot-head';
import { snapshotStep } from './snapshot-step';

const whole = z.number().int();
const byWhom = z.strictObject({ by: actor, reason: z.string() });

const message: z.ZodType<ContextMessage> = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('user'), text: z.string(), tainted: z.literal(true).optional() }),
  z.strictObject({
    role: z.literal('assistant'),
    text: z.string().nullable(),
    calls: z.array(z.strictObject({ callId: z.string(), tool: z.string(), arguments: jsonValue })),
  }),
  z.strictObject({
    role: z.literal('tool'),
    step: whole,
    callId: z.string(),
    tool: z.string(),
    content: jsonValue,
    isError: z.boolean(),
    tainted: z.literal(true).optional(),
    privateData: z.literal(true).optional(),
    suspicions: z.array(suspicion).optional(),
  }),
]);

/** What the start row says is read from there; the rest follows from the rows before, and stands here so that they need not be read. */
export type SnapshotState = Pick<RunState, (typeof HELD)[number]>;
const HELD = [
  'limits',
  'deadlineAt',
  'givenDeadlineAt',
  'humanWaitSince',
  'fence',
  'inputSeq',
  'steps',
  'usage',
  'countedInput',
  'tainted',
  'privateDataSeen',
  'lastEffectAt',
  'marks',
  'loop',
  'loopFloor',
  'deferredModel',
  'summary',
  'invalidAnswers',
  'route',
  'paused',
  'cancelled',
  'bound',
  'recordingTaken',
] as const satisfies readonly (keyof RunState)[];

const state: z.ZodType<SnapshotState> = z.strictObject({
  limits: runLimits,
  deadlineAt: z.string(),
  givenDeadlineAt: z.string().nullable(),
  humanWaitSince: z.string().nullable(),
  fence: whole,
  inputSeq: whole,
  steps: z.array(snapshotStep),
  usage: z.strictObject({ steps: whole, toolCalls: whole, tokens: whole, costMicroUsd: whole }),
  countedInput: countedInput.nullable(),
  tainted: z.boolean(),
  privateDataSeen: z.boolean(),
  lastEffectAt: z.string().nullable(),
  marks: runMarks.nullable(),
  loop: loopWatch,
  loopFloor: whole,
  deferredModel: deferral.nullable(),
  summary: z.strictObject({ text: z.string().nullable() }).nullable(),
  invalidAnswers: whole,
  route: routeState,
  paused: byWhom.nullable(),
  cancelled: byWhom.nullable(),
  bound: z
    .strictObject({
      bound: z.enum(LIMIT_BOUNDS),
      message: z.string(),
      expiresAt: z.string(),
      expired: z.boolean(),
    })
    .nullable(),
  recordingTaken: z.array(whole),
});

export const snapshot = z.strictObject({
  type: z.literal('snapshot'),
  version: z.literal(SNAPSHOT_VERSION),
  /** Rows of the snapshots that hold the conversation before `messages`, which are `after` in all. */
  earlier: z.array(whole),
  after: whole,
  messages: z.array(message),
  state,
});
export type Snapshot = z.infer<typeof snapshot>;

/** @param state of a run that has not ended and undoes nothing, without the steps that are let go. */
export function snapshotOf(state: RunState): Snapshot {
  const held = Object.fromEntries(HELD.map((member) => [member, state[member]]));
  return {
    type: 'snapshot',
    version: SNAPSHOT_VERSION,
    earlier: [...state.snapshots],
    after: state.snapshotMessages,
    messages: state.context.slice(state.snapshotMessages),
    state: held as SnapshotState, // safe because HELD names its members
  };
}
