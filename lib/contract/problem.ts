// Errors on the wire: RFC 9457 problem details with our codes.
import { z } from 'zod';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export const problemDetails = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })),
  requestId: z.string(),
  /** What the code needs besides: who decided (`already_decided`), the answer in flight, … */
  data: z.record(z.string(), z.unknown()).optional(),
});
export type ProblemDetails = z.infer<typeof problemDetails>;
