// How tools and models did over the last 24 hours, counted from the journal.
import { z } from 'zod';
import { ERROR_CLASSES } from '../domain/errors';
import { timestamp, uuid } from './page';

const count = z.number().int();
const errorClass = z.enum(ERROR_CLASSES);

export const failuresByClass = z.strictObject({
  retryable: count,
  fatal: count,
  refused: count,
  unknown: count,
});
export type FailuresByClass = z.infer<typeof failuresByClass>;

const healthFigures = {
  name: z.string(),
  /** Attempts that were made; what the ledger or a person answered is none. */
  calls: count,
  failed: count,
  failedByClass: failuresByClass,
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  lastUsedAt: timestamp.nullable(),
  lastError: z
    .strictObject({
      code: z.string(),
      message: z.string(),
      class: errorClass,
      at: timestamp,
      runId: uuid,
      step: count,
    })
    .nullable(),
};

const period = {
  since: timestamp,
  until: timestamp,
  /** False: there were more calls than are looked at, and only the newest are counted, from `since` on. */
  whole: z.boolean(),
};

export const toolHealthShape = z.strictObject({
  ...healthFigures,
  /** Answers that did not fit the output schema: the receiver has changed, or the contract is wrong. They are kept with their attempts and reach no model. */
  drifted: count,
});
export type ToolHealthShape = z.infer<typeof toolHealthShape>;
export const modelHealthShape = z.strictObject({ ...healthFigures, tokens: count, costMicroUsd: count });
export type ModelHealthShape = z.infer<typeof modelHealthShape>;

export const toolHealthAnswer = z.strictObject({ ...period, ...toolHealthShape.shape });
export const modelHealthAnswer = z.strictObject({ ...period, ...modelHealthShape.shape });
/** Those that were called; who is missing was not. */
export const toolHealthList = z.strictObject({ ...period, items: z.array(toolHealthShape) });
export const modelHealthList = z.strictObject({ ...period, items: z.array(modelHealthShape) });
