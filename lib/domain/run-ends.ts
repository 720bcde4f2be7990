// The rows by which an owner takes a run, and by which it ends; refuses other shapes.
import { z } from 'zod';
import { jsonValue } from './json';

export const claimRow = z.strictObject({
  type: z.literal('claim'),
  workerId: z.string(),
  fence: z.number().int(),
  /** Where the run was another worker's until then: how many owners in a row it lost without a result in between. Absent in rows of earlier versions. */
  lostOwners: z.number().int().optional(),
});

export const endRow = z.strictObject({
  type: z.literal('end'),
  status: z.enum(['succeeded', 'failed', 'cancelled']),
  output: jsonValue.nullable(),
  partial: jsonValue.nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** The run that was started in this very commit to undo what this one did. */
  compensatedBy: z.string().optional(),
});
