// What reaches a run from outside while a worker may own it; a row of `run_input`, folded into the journal by the lease holder only.
import { z } from 'zod';
import {
  boundExpiredInput,
  cancelInput,
  decisionInput,
  escalatedInput,
  lateAnswerInput,
  pauseInput,
  redriveInput,
  resumeInput,
  signalInput,
} from './journal-input';

const pending = { inputSeq: true, deadlineAt: true } as const;

/** The stored form: the journal's input without what only the lease holder knows (its place, the new deadline, whether it is obeyed). */
export const runInput = z.discriminatedUnion('type', [
  decisionInput.omit({ ...pending, unheeded: true, untrusted: true }),
  cancelInput.omit({ inputSeq: true }),
  pauseInput.omit({ inputSeq: true }),
  resumeInput.omit(pending),
  redriveInput.omit(pending),
  signalInput.omit({ ...pending, untrusted: true }),
  lateAnswerInput.omit(pending),
  boundExpiredInput.omit({ inputSeq: true }),
  escalatedInput.omit(pending),
]);
export type RunInput = z.infer<typeof runInput>;
export type StoredRunInput = { readonly inputSeq: number; readonly input: RunInput };
