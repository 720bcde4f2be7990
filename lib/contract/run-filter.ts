// Which runs are meant: the one filter that the list, its count, its export and bulk actions share, as a query and as a body.
import { z } from 'zod';
import { fingerprint } from '../domain/dead-letter';
import { resourceName } from '../domain/names';
import { runStatus, TRIGGER_KINDS, threadName, waitingReason } from '../domain/run';
import { listParam, timestamp, uuid } from './page';

/** Runs that are named one by one; more are told by what they share. */
export const MOST_NAMED_RUNS = 200;

const triggerKind = z.enum(TRIGGER_KINDS);
const single = {
  agent: resourceName.optional(),
  /** `key=value` */
  label: z
    .string()
    .max(270)
    .regex(/^[^=]+=.*$/, 'key=value')
    .optional(),
  thread: threadName.optional(),
  /** Created at or after. */
  since: timestamp.optional(),
  /** Created before. */
  until: timestamp.optional(),
  /** Part of a run id, input or error, whatever the case of its letters. */
  q: z.string().max(200).optional(),
  /** Failed for this cause and not dealt with: the fingerprint of an open dead letter, or of the error that left it. */
  cause: fingerprint.optional(),
  /** Met this error, however it ended: the fingerprint of an error. */
  error: fingerprint.optional(),
  /** Whether dry forks, which only try, are meant as well or alone; `without` when absent. */
  dry: z.enum(['without', 'with', 'only']).optional(),
};

/** The filter's fields in a query: lists are repeated or parted by commas. */
export const runFilterParams = {
  ...single,
  status: listParam(runStatus),
  /** Runs that wait for one of these. */
  waiting: listParam(waitingReason),
  trigger: listParam(triggerKind),
  id: listParam(uuid).refine((ids) => ids === undefined || ids.length <= MOST_NAMED_RUNS, {
    message: `must be at most ${MOST_NAMED_RUNS} items long`,
  }),
};

/** The filter in a body. */
export const runFilterBody = z.strictObject({
  ...single,
  status: z.array(runStatus).optional(),
  waiting: z.array(waitingReason).optional(),
  trigger: z.array(triggerKind).optional(),
  id: z.array(uuid).max(MOST_NAMED_RUNS).optional(),
});
export type RunFilter = z.infer<typeof runFilterBody>;

/** True where it leaves nothing out: a blank search and an empty list narrow nothing. */
export function isEmptyRunFilter(filter: RunFilter): boolean {
  return Object.entries(filter).every(
    ([name, value]) =>
      (name === 'dry' && value !== 'only') ||
      value === undefined ||
      (typeof value === 'string' ? value.trim() === '' : value.length === 0),
  );
}
