// The wire form of an error as it is journalled and shown; refuses one without a class.
import { z } from 'zod';
import { ERROR_CLASSES } from './errors';
import { jsonValue } from './json';

export const recordedError = z.strictObject({
  code: z.string(),
  message: z.string(),
  class: z.enum(ERROR_CLASSES),
  retryAfterMs: z.number().optional(),
  misfit: jsonValue.optional(),
});
