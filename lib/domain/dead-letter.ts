// What failed for good and waits for a person: redriven or discarded, once. Refuses to forget one that nobody looked at.
import { z } from 'zod';
import type { Machine } from './machine';

export const DEAD_LETTER_STATES = ['open', 'redriven', 'discarded'] as const;
export const deadLetterState = z.enum(DEAD_LETTER_STATES);
export type DeadLetterState = z.infer<typeof deadLetterState>;

/** Equal for failures of one cause. */
export const fingerprint = z.string().regex(/^[0-9a-f]{16}$/, '16 hexadecimal digits');

/** A run that is redriven and fails again gets another letter; this one stays what it became. */
export const DEAD_LETTER_MACHINE: Machine<DeadLetterState> = {
  open: ['redriven', 'discarded'],
  redriven: [],
  discarded: [],
};
