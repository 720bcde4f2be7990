// What a step is and which statuses it may take; refuses to leave a settled one.
import { z } from 'zod';
import { type Machine, type Reopening, terminalsOf } from './machine';

export const STEP_KINDS = ['model', 'tool', 'finish'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export const STEP_STATUSES = [
  'proposed',
  'awaiting_approval',
  'ready',
  'running',
  'retrying',
  'waiting',
  'in_doubt',
  'unknown',
  'succeeded',
  'failed',
  'denied',
  'rejected',
  'cancelled',
] as const;
export const stepStatus = z.enum(STEP_STATUSES);
export type StepStatus = z.infer<typeof stepStatus>;

/**
 * Where a tool's result came from. `reuse`: an earlier read of the same, of whatever run. Of dry runs: `recording`: the run that was forked. `would_have_done`:
 * a call that was not made.
 */
export const RESULT_SOURCES = [
  'call',
  'ledger',
  'look_up',
  'person',
  'event',
  'late_answer',
  'reuse',
  'recording',
  'would_have_done',
] as const;
export type ResultSource = (typeof RESULT_SOURCES)[number];

/**
 * proposed: asked for by the model, not yet admitted. ready: admitted or approved, may be sent. running: an attempt's intent is
 * committed. retrying: the last attempt failed and another is due. waiting: nothing is sent, an event from outside is waited for. in_doubt: the worker was lost after the intent. unknown: the call may
 * have happened and only a person can tell.
 */
export const STEP_MACHINE: Machine<StepStatus> = {
  proposed: ['awaiting_approval', 'running', 'waiting', 'denied', 'failed', 'cancelled'],
  awaiting_approval: ['ready', 'succeeded', 'rejected', 'cancelled'],
  ready: ['running', 'waiting', 'awaiting_approval', 'denied', 'failed', 'cancelled'],
  running: ['succeeded', 'failed', 'retrying', 'in_doubt', 'unknown', 'cancelled'],
  retrying: [
    'running',
    'succeeded',
    'failed',
    'cancelled',
    'retrying',
    'unknown',
    'awaiting_approval',
    'denied',
  ],
  waiting: ['succeeded', 'cancelled'],
  in_doubt: ['running', 'succeeded', 'unknown', 'failed', 'cancelled', 'awaiting_approval', 'denied'],
  unknown: ['succeeded', 'failed', 'ready', 'cancelled'],
  succeeded: [],
  failed: [],
  denied: [],
  rejected: [],
  cancelled: [],
};
export const SETTLED_STEP_STATUSES = terminalsOf(STEP_MACHINE);

/**
 * What a redrive of its run does to a step that failed the run or was cut off by its end: asked for anew where it certainly did not happen, made
 * again where that is harmless, in doubt where only a person can tell.
 */
export const STEP_REDRIVE: Reopening<StepStatus> = {
  failed: ['proposed', 'retrying', 'in_doubt'],
  cancelled: ['proposed', 'retrying', 'in_doubt'],
  // Only in a compensation, which fails where an undo was refused.
  denied: ['proposed'],
  rejected: ['proposed'],
  // Left open where a run was ended by its fence alone.
  awaiting_approval: ['proposed'],
  ready: ['proposed', 'in_doubt'],
  retrying: ['proposed', 'in_doubt'],
  waiting: ['proposed'],
  in_doubt: ['proposed', 'retrying'],
  unknown: ['in_doubt'],
};
