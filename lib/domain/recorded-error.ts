// The wire form of an error as it is journalled and shown; refuses one without a class.
import { z } from 'zod';
import { ERROR_CLASSES } from './errors';

export const recordedError = z.strictObject({
  code: z.string(),
  message: z.string(),
  class: z.enum(ERROR_CLASSES),
  retryAfterMs: z.number().optional(),
});
