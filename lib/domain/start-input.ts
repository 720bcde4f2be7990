// The first row of every journal: what was asked for, by whom and within which bounds.
import { z } from 'zod';
import { compensationPlan } from './compensation';
import { forkedFrom } from './fork';
import { jsonValue } from './json';
import { actor } from './principal';
import { inputTrust, runLimits, trigger } from './run';
import { screening } from './screening';

export const startInput = z.strictObject({
  type: z.literal('start'),
  agent: z.string(),
  agentVersion: z.number().int(),
  input: jsonValue,
  inputTrust,
  /** What was found in an untrusted input. */
  untrusted: screening.optional(),
  /** Registered secrets that input, labels or thread held, by name; a mark stands for each. */
  secretsSeen: z.array(z.string()).optional(),
  limits: runLimits,
  trigger,
  by: actor,
  labels: z.record(z.string(), z.string()),
  deadlineAt: z.iso.datetime(),
  /** The deadline that the caller gave. */
  givenDeadlineAt: z.iso.datetime().optional(),
  /** What the caller calls that to which the run belongs. */
  thread: z.string().optional(),
  countsApprovalWaits: z.literal(true).optional(),
  /** What the agent keeps back for a last summary. */
  summaryReserveMicroUsd: z.number().int().positive().optional(),
  /** Of a run that undoes what another one did, instead of asking a model. */
  compensation: compensationPlan.optional(),
  /** Of a run that continues another one from a place in its journal. */
  fork: forkedFrom.optional(),
});
