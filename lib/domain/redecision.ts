// What deciding a recorded run anew, under another version of its agent or of the policy, finds different from the record.
import { z } from 'zod';
import { admissionReason } from './admission';
import { role } from './principal';

export const DIFFERENCE_KINDS = [
  'input',
  'question',
  'route',
  'answer',
  'limit',
  'admission',
  'people',
] as const;

/**
 * What follows of a difference for the run. same_course: it goes on as it was recorded. asks_person: a person would have to say something that nobody was
 * asked. stops: it would have ended or stood still there. needs_fork: what comes next, of the model or of the world, is in no record.
 */
export const COURSES = ['same_course', 'asks_person', 'stops', 'needs_fork'] as const;
export const course = z.enum(COURSES);
export type Course = z.infer<typeof course>;

const reason = admissionReason.pick({ rule: true, message: true });

/** Who decides about a call. */
export const askedPeople = z.strictObject({
  requiredRole: role,
  quorum: z.number().int(),
  selfApproval: z.enum(['allow', 'forbid']),
  onExpiry: z.string().nullable(),
});

/**
 * One side of a difference. `verdict`, by kind: input `fits` or `refused`; question `same` or `changed`; route the model's name, or `waits`; answer `taken` or
 * `set_aside`; limit `within` or `bound`; admission `admit`, `await_approval` or `deny`; people `await_approval`.
 */
export const decidedSide = z.strictObject({
  verdict: z.string(),
  reasons: z.array(reason),
  people: askedPeople.optional(),
});
export type DecidedSide = z.infer<typeof decidedSide>;

export const redecisionDifference = z.strictObject({
  kind: z.enum(DIFFERENCE_KINDS),
  /** null: of the run as a whole. */
  step: z.number().int().nullable(),
  /** The row of the journal at which it shows. */
  seq: z.number().int(),
  tool: z.string().nullable(),
  recorded: decidedSide,
  now: decidedSide,
  course,
  /** It stands behind a place where the run would have taken another course: it holds only as far as the rest would have come all the same. */
  beyond: z.boolean(),
});
export type RedecisionDifference = z.infer<typeof redecisionDifference>;

/** What was not recorded, so that it could not be decided anew. */
export const unrecorded = z.strictObject({
  step: z.number().int().nullable(),
  seq: z.number().int(),
  what: z.enum(['tool', 'windows', 'sampling', 'limit', 'answer']),
  message: z.string(),
});
export type Unrecorded = z.infer<typeof unrecorded>;

/** How much of the journal was decided anew. */
export const redecided = z.strictObject({
  admissions: z.number().int(),
  questions: z.number().int(),
  answers: z.number().int(),
});
