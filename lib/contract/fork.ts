// Forks on the wire: the wish to continue a run from a step, what a dry fork would have done, and which forks a run has.
import { z } from 'zod';
import { forkChanges, forkedFrom, forkMode, forkModelCalls } from '../domain/fork';
import { jsonObject } from '../domain/json';
import { runStatus } from '../domain/run';
import { countingNumber, timestamp, uuid } from './page';
import { givenReason } from './reason';
import { runShape } from './run';

export const forkRunBody = z.strictObject({
  fromStep: countingNumber,
  /** What is different; nothing when absent. */
  changes: forkChanges.optional(),
  mode: forkMode,
  /** `live` when absent. */
  modelCalls: forkModelCalls.optional(),
  /** Of a live fork: every step that was done and is not undone, as `GET /runs/{id}/forks?fromStep=` lists them in `doneBefore` and `doneAgain`. */
  notUndone: z.array(z.number().int()).max(10_000).optional(),
  reason: givenReason.optional(),
});
export type ForkRunBody = z.infer<typeof forkRunBody>;

/** A call that a dry fork did not make. */
export const wouldHaveDoneShape = z.strictObject({
  step: z.number().int(),
  tool: z.string(),
  arguments: jsonObject,
  amount: z.number().nullable(),
  amountUnit: z.string().nullable(),
  /** What admission said: `await_approval` where people would have been asked first. */
  verdict: z.enum(['admit', 'await_approval', 'deny']),
  /** Why, and who would have been asked: rules in words. */
  reasons: z.array(z.string()),
});
export type WouldHaveDoneShape = z.infer<typeof wouldHaveDoneShape>;

/** With `wouldHaveDone` where it is dry: what it would have done so far, nothing right after its start. */
export const forkShape = runShape.extend({ wouldHaveDone: z.array(wouldHaveDoneShape).nullable() });
export type ForkShape = z.infer<typeof forkShape>;

const doneStep = z.strictObject({
  step: z.number().int(),
  tool: z.string(),
  amount: z.number().nullable(),
  amountUnit: z.string().nullable(),
});

export const forksQuery = z.strictObject({
  fromStep: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
});

export const forksShape = z.strictObject({
  runId: uuid,
  /** Of a fork: of which run, from where, and with which changes. */
  forkedFrom: forkedFrom.nullable(),
  /** Of a dry fork: what it would have done, in order; null for every other run. */
  wouldHaveDone: z.array(wouldHaveDoneShape).nullable(),
  /** Of a dry fork: reads that met no recording; null for every other run. */
  unavailable: z
    .array(z.strictObject({ step: z.number().int(), tool: z.string(), arguments: jsonObject }))
    .nullable(),
  /** With `fromStep`: what the run did, or may have done, before the fork's first step, and is not undone; null without. */
  doneBefore: z.array(doneStep).nullable(),
  /** With `fromStep`: what it did from there on and is not undone, which a live fork may do a second time; null without. */
  doneAgain: z.array(doneStep).nullable(),
  /** Of this run, newest first, 200 at most. */
  forks: z.array(
    z.strictObject({
      id: uuid,
      mode: forkMode,
      status: runStatus,
      version: z.number().int(),
      by: z.string(),
      createdAt: timestamp,
    }),
  ),
});
export type ForksShape = z.infer<typeof forksShape>;
